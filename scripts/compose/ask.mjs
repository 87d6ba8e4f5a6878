// `node scripts/compose/ask.mjs URL KEY_FILE [PROMETHEUS_URL]`: one document in, one question, the same again from the cache; exit 1 when anything differs.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from '../steps/steps.mjs';

const [url, keyFile, prometheus] = process.argv.slice(2);
const key = readFileSync(keyFile, 'utf8').trim();
const folder = join(root, 'examples/documents');
const [{ question, mustContain, document }] = JSON.parse(readFileSync(join(root, 'examples/questions.json'), 'utf8'));

async function send(path, init = {}, expected = 200) {
  const response = await fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
  const text = await response.text();
  assert.equal(response.status, expected, `${init.method ?? 'GET'} ${path} answered ${response.status}: ${text}`);
  return { body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
}

async function upload(name) {
  const form = new FormData();
  form.append('file', new Blob([readFileSync(join(folder, name))]), name);
  await send('/documents', { method: 'POST', body: form }, 201);
}

async function ask() {
  const startedAt = performance.now();
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ question }) };
  const { body, headers } = await send('/query', init);
  say(`${headers.get('x-docmind-cache')} in ${Math.round(performance.now() - startedAt)} ms: ${body.answer}`);
  return body;
}

/** Every service was scraped; a target that Prometheus has not visited yet gets its time. */
async function assertScraped() {
  for (const until = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 1_000))) {
    const response = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent('up{job="docmind"} == 1')}`);
    const { data } = await response.json();
    const services = data.result.map(({ metric }) => metric.service).sort();
    if (services.length === 5) return say(`Prometheus sees ${services.join(', ')}`);
    assert.ok(Date.now() < until, `Prometheus reaches ${services.join(', ')} only`);
  }
}

async function main() {
  const locked = await fetch(`${url}/documents`);
  assert.equal(locked.status, 401, 'a request without a key must be refused');
  for (const name of readdirSync(folder)) await upload(name);
  say(`${readdirSync(folder).length} documents are in`);
  say(question);
  const first = await ask();
  assert.equal(first.cache.result, 'miss');
  for (const part of mustContain) assert.ok(first.answer.includes(part), `the answer must hold "${part}"`);
  assert.ok(first.sources.length > 0, `the answer must name ${document}`);
  const second = await ask();
  assert.equal(second.cache.result, 'exact', `the second answer must come from the cache: ${second.cache.why}`);
  assert.equal(second.answer, first.answer);
  if (prometheus) await assertScraped();
  say('The compose file works: answered, and answered again from the cache.');
}

await main().catch((error) => {
  say(`compose-ask failed: ${error.message}`);
  process.exitCode = 1;
});
