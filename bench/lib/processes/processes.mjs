// Every side of a comparison is a process of its own, so that none pays for another's work.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 15_000;
const KEPT_OUTPUT_CHARS = 4_000;

/**
 * A Node script that sends `{ready, ...}` once it works, and answers `{ask}` messages with `{answer}`.
 * @param {string} script
 * @param {{env?: Record<string, string>, execArgv?: string[], args?: string[]}} options
 */
export async function startNode(scope, script, { env = {}, execArgv = [], args = [] } = {}) {
  const startedAt = performance.now();
  const child = fork(script, args, { env: { ...process.env, ...env }, execArgv, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const output = collect(child);
  scope.defer(() => stop(child));
  const ready = await firstMessage(child, output);
  return {
    ...ready,
    pid: child.pid,
    startedInMs: performance.now() - startedAt,
    ask: async (question) => {
      child.send({ ask: question });
      const [{ answer }] = await once(child, 'message');
      return answer;
    },
    stop: () => stop(child),
  };
}

/** Any other program, up once it answers at `url`, or takes connections where that is `tcp://`. */
export async function startProgram(scope, command, args, { env = {}, cwd, url }) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  scope.defer(() => stop(child));
  let failure;
  child.once('error', (thrown) => (failure = thrown));
  const until = performance.now() + START_LIMIT_MS;
  while (!(await answers(url))) {
    if (failure) throw new Error(`${command} could not be started: ${failure.message}`);
    if (child.exitCode !== null || performance.now() > until) throw new Error(`${command} does not answer at ${url}:\n${output()}`);
    await delay(50);
  }
  return { pid: child.pid, stop: () => stop(child) };
}

async function answers(url) {
  if (url.startsWith('tcp://')) return takesConnections(new URL(url));
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(2_000) })).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function takesConnections({ hostname, port }) {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const settle = (isUp) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

function collect(child) {
  let text = '';
  const keep = (chunk) => (text = (text + chunk).slice(-KEPT_OUTPUT_CHARS));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return () => text;
}

async function firstMessage(child, output) {
  const limit = new AbortController();
  const exited = once(child, 'exit', { signal: limit.signal }).then(([code]) => {
    throw new Error(`${child.spawnargs[1]} ended with ${code} before it was ready:\n${output()}`);
  });
  const late = delay(START_LIMIT_MS, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`${child.spawnargs[1]} was not ready within ${START_LIMIT_MS} ms:\n${output()}`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message'), exited, late]);
    return message;
  } finally {
    limit.abort();
    exited.catch(() => undefined);
    late.catch(() => undefined);
  }
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(hard);
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
