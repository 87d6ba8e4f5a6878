// A stack that answers questions about the example documents for a while, and the Prometheus of deploy that scrapes it.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../bench/lib/processes/processes.mjs';
import { findProgram, root, say } from '../steps/steps.mjs';

const PORTS = {
  orchestrator: 'ORCHESTRATOR_PORT',
  inference: 'INFERENCE_PORT',
  cache: 'CACHE_SERVER_PORT',
  persistence: 'PERSISTENCE_PORT',
  metrics: 'METRICS_PORT',
};
const START_LIMIT_MS = 120_000;
const BETWEEN_QUESTIONS_MS = 700;

/** @param {(prometheus: string, time: { from: number, to: number }) => Promise<void>} look while all of it still runs */
export async function runUnderLoad(seconds, look) {
  const folder = mkdtempSync(join(tmpdir(), 'docmind-dashboards-'));
  const children = [];
  try {
    const ports = Object.fromEntries(await Promise.all(Object.keys(PORTS).map(async (name) => [name, await freePort()])));
    const prometheus = await startPrometheus(folder, ports, children);
    await startStack(folder, ports, children);
    const from = Date.now() / 1_000;
    say(`asking for ${seconds} s`);
    await load(`http://127.0.0.1:${ports.orchestrator}`, from * 1_000 + seconds * 1_000);
    await look(prometheus, { from, to: Date.now() / 1_000 });
  } finally {
    for (const child of children.reverse()) await endOf(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startPrometheus(folder, ports, children) {
  for (const name of ['alerts.yml', 'gates.yml']) cpSync(join(root, 'deploy/prometheus', name), join(folder, name));
  const rules = join(folder, 'gates.yml');
  writeFileSync(rules, readFileSync(rules, 'utf8').replace('interval: 30s', 'interval: 2s'));
  const targets = Object.entries(ports).map(([service, port]) => ({ targets: [`127.0.0.1:${port}`], labels: { service } }));
  // JSON is YAML.
  const config = {
    global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '2s' },
    rule_files: ['alerts.yml', 'gates.yml'],
    scrape_configs: [{ job_name: 'docmind', static_configs: targets }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const url = `http://127.0.0.1:${await freePort()}`;
  const program = findProgram('prometheus');
  if (program === undefined) throw new Error('no prometheus on PATH (Debian: apt install prometheus)');
  const args = [`--config.file=prometheus.yml`, `--web.listen-address=${url.slice(7)}`, '--storage.tsdb.path=data', '--log.level=error'];
  children.push(spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }));
  await until(async () => (await fetch(`${url}/-/ready`)).ok, 'Prometheus');
  return url;
}

async function startStack(folder, ports, children) {
  const { PATH, HOME, DOCMIND_MODELS_DIR } = process.env;
  const own = Object.fromEntries(Object.entries(PORTS).map(([name, variable]) => [variable, String(ports[name])]));
  const models = DOCMIND_MODELS_DIR ?? join(root, '.docmind/models');
  const env = {
    PATH,
    HOME,
    ...own,
    DOCMIND_DATA_DIR: join(folder, 'data'),
    MODELS_DIR: models,
    LOG_LEVEL: 'error',
    FIGURES_INTERVAL_MS: '2000',
  };
  const docmind = (...args) =>
    spawn(process.execPath, [join(root, 'services/stack/dist/cli.js'), ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  say('starting the stack');
  children.push(docmind('up'));
  await until(async () => (await fetch(`http://127.0.0.1:${ports.orchestrator}/health/ready`)).ok, 'the stack');
  const reading = docmind('ingest', join(root, 'examples/documents'));
  const code = await new Promise((resolve) => reading.once('exit', resolve));
  if (code !== 0) throw new Error(`docmind ingest ended with ${code}`);
}

/** Questions as they come: most of them again or in other words, some past the cache, and the documents read again now and then. */
async function load(door, untilMs) {
  const asked = JSON.parse(readFileSync(join(root, 'examples/questions.json'), 'utf8')).flatMap(({ question, paraphrase }) => [
    question,
    paraphrase,
  ]);
  asked.push('Who is the mayor of the town?', 'Good morning!', 'How long are audit logs kept, and which port does the web console use?');
  for (let turn = 0; Date.now() < untilMs; turn += 1) {
    const body = {
      question: asked[(turn * 5) % asked.length],
      cache: turn % 4 === 3 ? 'bypass' : 'use',
      ...(turn % 3 === 0 ? { sessionId: `s${turn % 9}` } : {}),
    };
    await (
      await fetch(`${door}/query`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
    ).text();
    if (turn % 10 === 5) await upload(door, `note-${turn % 30}.md`, `# Note ${turn % 30}\n\nThe note was written in turn ${turn}.\n`);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_QUESTIONS_MS));
  }
}

async function upload(door, name, text) {
  const form = new FormData();
  form.append('file', new Blob([text]), name);
  await (await fetch(`${door}/documents`, { method: 'POST', body: form })).text();
}

async function until(isSo, what) {
  const limit = Date.now() + START_LIMIT_MS;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > limit) throw new Error(`${what} did not come up`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function endOf(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
