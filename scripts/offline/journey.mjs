// A stack that starts with no network, reads documents, answers about them and ends, by the command that people use.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../steps/steps.mjs';

const PORTS = ['ORCHESTRATOR_PORT', 'INFERENCE_PORT', 'CACHE_SERVER_PORT', 'PERSISTENCE_PORT', 'METRICS_PORT'];
const START_LIMIT_MS = 120_000;
/** A short answer shows the way as well as a long one. */
const QUICK = { MODEL_SELF_TEST: 'off', PROMPT_PASSAGE_TOKENS: '128', ANSWER_MAX_TOKENS: '48', CACHE_SEMANTIC_TIMEOUT_MS: '30000' };
const QUESTION = 'How long are daily snapshots kept?';
const ANSWER = /35 days/;
const DOCUMENTS = join(root, 'examples/documents');

/** No other program is in this namespace, so any port is free. A shell that asks for LangSmith's tracing is the one that must not get it. */
function environmentOf(dataDir) {
  const { PATH, HOME, TMPDIR, DOCMIND_MODELS_DIR } = process.env;
  const ports = Object.fromEntries(PORTS.map((name, at) => [name, String(18_080 + at)]));
  const asking = { LANGSMITH_TRACING: 'true', LANGCHAIN_TRACING_V2: 'true', LANGSMITH_API_KEY: 'lsv2_none' };
  const models = DOCMIND_MODELS_DIR ?? join(root, '.docmind/models');
  return { PATH, HOME, TMPDIR, ...ports, ...asking, MODELS_DIR: models, DOCMIND_DATA_DIR: dataDir, ...QUICK };
}

function start(command, args, options) {
  const [program, ...before] = command;
  const child = spawn(program, [...before, join(root, 'services/stack/dist/cli.js'), ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const running = { child, output: '', ended: new Promise((resolve) => child.once('close', resolve)) };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (running.output += text));
  return running;
}

/** @throws Error with what it printed where it ends with another code than 0 */
async function finish(running, what) {
  const code = await running.ended;
  if (code !== 0) throw new Error(`${what} ended with ${code}:\n${running.output}`);
  return running.output;
}

async function untilUp(stack) {
  const limit = Date.now() + START_LIMIT_MS;
  while (!stack.output.includes('Ctrl-C ends it')) {
    if (stack.child.exitCode !== null || Date.now() > limit) throw new Error(`the stack did not come up:\n${stack.output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * @param {{ shape: string, dataDir: string, quick: boolean }} how `quick` reads one document of seven
 * @param {string[]} node what to run a script of Node with, watched
 * @returns {Promise<string[]>} what was done
 * @throws Error naming the step that failed
 */
export async function journey({ shape, dataDir, quick }, node) {
  if (!existsSync(join(root, 'services/stack/dist/cli.js')))
    throw new Error('services/stack/dist/cli.js is missing: run npm run build first');
  const documents = quick ? join(DOCUMENTS, 'retention-policy.md') : DOCUMENTS;
  mkdirSync(dataDir);
  const options = { cwd: dataDir, env: environmentOf(dataDir), detached: true };
  const stack = start(node, ['up', ...(shape === 'five' ? ['--processes'] : [])], options);
  try {
    await untilUp(stack);
    // Watched by the kernel's counters only: strace writes one file for each command.
    await finish(start([process.execPath], ['ingest', documents], options), 'docmind ingest');
    for (const more of [[], ['--no-cache']]) {
      const said = await finish(start([process.execPath], ['ask', QUESTION, ...more], options), 'docmind ask');
      if (!ANSWER.test(said)) throw new Error(`"${QUESTION}" was answered without the 35 days:\n${said}`);
    }
    process.kill(-stack.child.pid, 'SIGINT');
    await finish(stack, 'docmind up');
  } finally {
    if (stack.child.exitCode === null && stack.child.signalCode === null) process.kill(-stack.child.pid, 'SIGKILL');
  }
  return ['up', `${relative(root, documents)} read`, 'answered twice', 'ended'];
}
