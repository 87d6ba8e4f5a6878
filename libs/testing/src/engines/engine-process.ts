// One engine's process for tests: started until it answers, killed as a crash would, with all that it started.
import { type ChildProcess, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { until } from '../machine/until.js';

/** Busy machines: a model of 100 MB is read in a second when idle. */
const START_LIMIT_MS = 60_000;
const MOST_LOG_CHARS = 1_000_000;

/** Where the scripts put engines; it outlives any checkout. */
export function engineCache(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docmind');
}

export interface RunningEngine {
  /** Without /v1. */
  readonly url: string;
  readonly model: string;
  /** What it has written, standard error too. */
  log(): string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface EngineProgram {
  readonly program: string;
  readonly args: string[];
  readonly url: string;
  readonly health: string;
  readonly model: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly startLimitMs?: number;
}

export async function startEngine({
  program,
  args,
  url,
  health,
  model,
  env = process.env,
  startLimitMs = START_LIMIT_MS,
}: EngineProgram): Promise<RunningEngine> {
  let child: ChildProcess | undefined;
  let log = '';
  const note = (text: string) => (log = (log + text).slice(-MOST_LOG_CHARS));
  const run = async () => {
    // A group of its own, so that an engine's runner ends with it.
    const started = (child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true }));
    for (const stream of [started.stdout, started.stderr]) stream.setEncoding('utf8').on('data', note);
    await until(() => hasEnded(started) || isHealthy(url + health), `${program} to answer`, startLimitMs);
    if (hasEnded(started)) throw new Error(`${program} ended before it answered: ${log.slice(-2_000)}`);
  };
  const end = async (signal: NodeJS.Signals) => {
    const running = child;
    child = undefined;
    if (!running?.pid || hasEnded(running)) return;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    process.kill(-running.pid, signal);
    await exited;
  };
  await run();
  const restart = async () => {
    await end('SIGKILL');
    await run();
  };
  return { url, model, log: () => log, restart, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
