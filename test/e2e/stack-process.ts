// The built `docmind` command as a person runs it: a child process with a process group of its own, free ports, and its data in a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendantsOf, freePort, isRunning, modelsDirForTests, repositoryRoot, until } from '@docmind/testing';

export const SERVICES = ['orchestrator', 'inference', 'cache', 'persistence', 'metrics'] as const;
export type Service = (typeof SERVICES)[number];
export type Environment = Readonly<Record<string, string>>;

/** CI has two busy cores. */
export const START_LIMIT_MS = 90_000;
const PORT_VARIABLES: Readonly<Record<Service, string>> = {
  orchestrator: 'ORCHESTRATOR_PORT',
  inference: 'INFERENCE_PORT',
  cache: 'CACHE_SERVER_PORT',
  persistence: 'PERSISTENCE_PORT',
  metrics: 'METRICS_PORT',
};
/** Short prompts and answers: what a journey waits for is the way, not the words. A lookup that busy cores slow down stays a hit. */
const QUICK = { PROMPT_PASSAGE_TOKENS: '128', ANSWER_MAX_TOKENS: '48', CACHE_SEMANTIC_TIMEOUT_MS: '30000' };

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function builtFile(path: string): string {
  const file = join(repositoryRoot(), path);
  if (!existsSync(file)) throw new Error(`${path} is missing: run npm run build first`);
  return file;
}

/** Where the five services of one test listen, and what else every `docmind` of a test gets. */
export async function environmentOf(dataDir: string): Promise<Environment> {
  const ports: Record<string, string> = {};
  for (const service of SERVICES) ports[PORT_VARIABLES[service]] = String(await freePort());
  return { ...ports, ...QUICK, DOCMIND_DATA_DIR: dataDir, MODELS_DIR: modelsDirForTests(), LOG_LEVEL: 'debug', UPLOAD_WAIT_MS: '120000' };
}

export function urlOf(environment: Environment, service: Service): string {
  return `http://127.0.0.1:${environment[PORT_VARIABLES[service]]}`;
}

/** A command that ends by itself. */
export async function docmind(args: readonly string[], environment: Environment): Promise<Finished> {
  const running = new RunningCommand(args, environment);
  const code = await running.ended;
  return { code, stdout: running.stdout, stderr: running.stderr };
}

/** What a program needs to run; settings of the person who runs the tests must not change what is tested. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR };
}

export class RunningCommand {
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(args: readonly string[], environment: Environment, entry = 'services/stack/dist/cli.js') {
    this.child = spawn(process.execPath, [builtFile(entry), ...args], {
      // A model's test asks it thirty questions beside ours; it has its own tests.
      env: { ...ownEnvironment(), MODEL_SELF_TEST: 'off', CACHE_VERIFY: 'off', ...environment },
      // Where no .env is.
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => this.child.once('close', (code) => resolve(code)));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** To the whole group, as a terminal's Ctrl-C goes. */
  interrupt(): void {
    process.kill(-this.pid, 'SIGINT');
  }

  /** As a crash of the machine's power would; whoever is left behind must end by itself. */
  async killAtOnce(): Promise<void> {
    const below = descendantsOf(this.pid);
    this.child.kill('SIGKILL');
    await this.ended;
    await until(() => below.every(({ pid }) => !isRunning(pid)), 'those that were below to end', START_LIMIT_MS);
  }
}

/** A stack that `docmind up` started. */
export class StackProcess {
  private command: RunningCommand;

  private constructor(
    readonly environment: Environment,
    private readonly args: readonly string[],
  ) {
    this.command = new RunningCommand(args, environment);
  }

  static async start(options: readonly string[], settings: Environment = {}): Promise<StackProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'docmind-e2e-'));
    const stack = new StackProcess({ ...(await environmentOf(dataDir)), ...settings }, ['up', ...options]);
    try {
      await stack.untilUp();
    } catch (thrown) {
      await stack.remove();
      throw thrown;
    }
    return stack;
  }

  url(service: Service): string {
    return urlOf(this.environment, service);
  }

  get dataDir(): string {
    return this.environment.DOCMIND_DATA_DIR ?? '';
  }

  get running(): RunningCommand {
    return this.command;
  }

  /** Ids of all processes below the command whose command line fits. */
  pidsOf(pattern: RegExp): number[] {
    return descendantsOf(this.command.pid)
      .filter(({ command }) => pattern.test(command))
      .map(({ pid }) => pid);
  }

  /** The same command again, on the same data and ports. */
  async startAgain(): Promise<void> {
    this.command = new RunningCommand(this.args, this.environment);
    await this.untilUp();
  }

  async untilReady(): Promise<void> {
    await until(async () => (await this.readiness()).every((ready) => ready), 'all five services to be ready', START_LIMIT_MS);
  }

  async remove(): Promise<void> {
    if (!this.command.hasEnded) await this.command.killAtOnce();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async untilUp(): Promise<void> {
    const { command } = this;
    await until(() => command.stdout.includes('Ctrl-C ends it') || command.hasEnded, 'docmind up', START_LIMIT_MS);
    if (command.hasEnded) throw new Error(`docmind ${this.args.join(' ')} ended: ${command.stderr}`);
    await this.untilReady();
  }

  private readiness(): Promise<boolean[]> {
    return Promise.all(
      SERVICES.map((service) =>
        fetch(`${this.url(service)}/health/ready`).then(
          (response) => response.ok,
          () => false,
        ),
      ),
    );
  }
}
