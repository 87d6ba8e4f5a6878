import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RunningStack } from './running-stack.js';

const execute = promisify(execFile);
const PROBE_LIMIT_MS = 5_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** Tells systemd how the stack is, where systemd started it and asks; elsewhere it does nothing. Node has no datagram sockets of the kind. */
export class ServiceManager {
  private watching: NodeJS.Timeout | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly tell: (state: readonly string[]) => Promise<unknown> = (state) => execute('systemd-notify', [...state]),
  ) {}

  /** Says that the stack is up. From then on the watchdog hears from us as long as every service answers, twice in its time. */
  async up({ shape, urls }: RunningStack): Promise<void> {
    await this.say('READY=1', `STATUS=Up (${shape}), questions on ${urls.orchestrator}`);
    const watchdogMs = Number(this.environment.WATCHDOG_USEC) / 1_000;
    if (!this.isAsked || !(watchdogMs > 0)) return;
    this.watching = setInterval(() => void this.beat(Object.values(urls)), watchdogMs / 2).unref();
  }

  async stopping(): Promise<void> {
    clearInterval(this.watching);
    await this.say('STOPPING=1');
  }

  private get isAsked(): boolean {
    return Boolean(this.environment.NOTIFY_SOCKET);
  }

  /** A service that doesn't answer, or this process with its hands full, leaves the watchdog without a word. */
  private async beat(urls: readonly string[]): Promise<void> {
    const alive = await Promise.all(urls.map(isAlive));
    const silent = urls.filter((_url, at) => !alive[at]);
    await this.say(silent.length === 0 ? 'WATCHDOG=1' : `STATUS=No answer from ${silent.join(', ')}`);
  }

  /** A message that doesn't get through is no reason to end what runs. */
  private async say(...state: readonly string[]): Promise<void> {
    if (this.isAsked) await this.tell(state).catch((thrown: unknown) => process.stderr.write(`systemd-notify: ${String(thrown)}\n`));
  }
}

async function isAlive(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) }).catch(() => undefined);
  return response?.ok === true;
}
