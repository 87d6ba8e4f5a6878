// `node scripts/compose/ask.mjs URL KEY [--documents] [--prometheus URL]`: one question about the example documents, past the cache; exit 1 when the
// answer is another. With --documents they are read in first, and the question is asked twice: the second answer must come from the cache.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { root, say } from '../steps/steps.mjs';

const { values, positionals } = parseArgs({
  options: { documents: { type: 'boolean' }, prometheus: { type: 'string' } },
  allowPositionals: true,
});
const [url, key] = positionals;
const folder = join(root, 'examples/documents');
const [{ question, mustContain, document }] = JSON.parse(readFileSync(join(root, 'examples/questions.json'), 'utf8'));

async function send(path, init = {}, expected = [200]) {
  const response = await fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
  const text = await response.text();
  assert.ok(expected.includes(response.status), `${init.method ?? 'GET'} ${path} answered ${response.status}: ${text}`);
  return { body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
}

async function upload(name) {
  const form = new FormData();
  form.append('file', new Blob([readFileSync(join(folder, name))]), name);
  const { id } = (await send('/documents', { method: 'POST', body: form }, [200, 201, 202])).body.document;
  // On a busy machine its reading goes on behind the reply.
  for (const until = Date.now() + 120_000; ; await delay(1_000)) {
    const { body } = await send(`/documents/${id}`);
    if (body.state === 'indexed') return;
    assert.ok(body.state === 'working' && Date.now() < until, `${name} is not read in: ${JSON.stringify(body)}`);
  }
}

async function ask(cache) {
  const startedAt = performance.now();
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ question, cache }) };
  const { body, headers } = await send('/query', init);
  say(`${headers.get('x-docmind-cache')} in ${Math.round(performance.now() - startedAt)} ms: ${body.answer}`);
  return body;
}

/** Every service was scraped; a target that Prometheus has not visited yet gets its time. */
async function assertScraped() {
  for (const until = Date.now() + 60_000; ; await delay(1_000)) {
    const response = await fetch(`${values.prometheus}/api/v1/query?query=${encodeURIComponent('up{job="docmind"} == 1')}`);
    const { data } = await response.json();
    const services = [...new Set(data.result.map(({ metric }) => metric.service))].sort();
    if (services.length === 5) return say(`Prometheus sees ${services.join(', ')}`);
    assert.ok(Date.now() < until, `Prometheus reaches ${services.join(', ')} only`);
  }
}

/** Documents in; the same question twice, and the second answer from the cache. */
async function askWithDocuments() {
  const locked = await fetch(`${url}/documents`);
  assert.equal(locked.status, 401, 'a request without a key must be refused');
  for (const name of readdirSync(folder)) await upload(name);
  say(`${readdirSync(folder).length} documents are in`);
  say(question);
  const first = await ask('use');
  assert.equal(first.cache.result, 'miss');
  assertRight(first);
  const second = await ask('use');
  assert.equal(second.cache.result, 'exact', `the second answer must come from the cache: ${second.cache.why}`);
  assert.equal(second.answer, first.answer);
  if (values.prometheus) await assertScraped();
}

function assertRight({ answer, sources }) {
  for (const part of mustContain) assert.ok(answer.includes(part), `the answer must hold "${part}"`);
  assert.ok(sources.length > 0, `the answer must name ${document}`);
}

async function main() {
  if (values.documents) await askWithDocuments();
  else assertRight(await ask('bypass'));
}

await main().catch((error) => {
  say(`compose-ask failed: ${error.message}`);
  process.exitCode = 1;
});
