// Two replicas each of what can be doubled, started by hand as docs/scaling.md says: `main.js` with a data folder and a port of its own, one NATS, one Redis.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MockOpenAiEngine, type RunningServer, startMockOpenAiEngine, until } from '@docmind/testing';
import { environmentOf, RunningCommand, type Service, START_LIMIT_MS, urlOf } from './stack-process.js';

/** What the engine answers, whatever it is asked. */
export const REPLY = 'The lamp turns once in twelve seconds.';
const DOUBLED = ['orchestrator', 'inference', 'cache'] as const;
export type Doubled = (typeof DOUBLED)[number];

export interface Replica {
  readonly url: string;
  readonly command: RunningCommand;
}

export class ReplicatedStack {
  private constructor(
    private readonly folder: string,
    private readonly engine: MockOpenAiEngine,
    private readonly persistence: Replica,
    readonly replicas: Readonly<Record<Doubled, readonly [Replica, Replica]>>,
  ) {}

  static async start(nats: RunningServer, redis: RunningServer): Promise<ReplicatedStack> {
    const folder = mkdtempSync(join(tmpdir(), 'docmind-replicas-'));
    const engine = await startMockOpenAiEngine({ reply: REPLY, delayMs: 5, contextTokens: 8_192 });
    const shared = {
      ...{ NATS_URL: nats.url, REDIS_URL: redis.url, LOG_LEVEL: 'warn' },
      ...{ INFERENCE_ENGINE: 'openai', OPENAI_BASE_URL: engine.url, INFERENCE_MODEL: 'mock-model' },
      // On one machine replicas of the orchestrator may share the file; elsewhere CHECKPOINT_URL.
      CHECKPOINT_DB_PATH: join(folder, 'checkpoints.db'),
    };
    const start = async (service: Service): Promise<Replica> => {
      const environment = { ...(await environmentOf(mkdtempSync(join(folder, service)))), ...shared, FIGURES_INTERVAL_MS: '60000' };
      return { url: urlOf(environment, service), command: new RunningCommand([], environment, `services/${service}/dist/main.js`) };
    };
    const pairs = await Promise.all(DOUBLED.map(async (name) => [name, [await start(name), await start(name)]] as const));
    const replicas = Object.fromEntries(pairs) as unknown as ReplicatedStack['replicas'];
    const stack = new ReplicatedStack(folder, engine, await start('persistence'), replicas);
    try {
      await stack.untilReady();
    } catch (thrown) {
      await stack.remove();
      throw thrown;
    }
    return stack;
  }

  get doors(): readonly string[] {
    return this.replicas.orchestrator.map(({ url }) => url);
  }

  async remove(): Promise<void> {
    const running = this.all.filter(({ command }) => !command.hasEnded);
    await Promise.all(running.map(({ command }) => command.killAtOnce()));
    await this.engine.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A counter's sum over its labels, of each replica. */
  async figures(service: Doubled, metric: string): Promise<number[]> {
    const lines = new RegExp(`^${metric}(?:\\{.*\\})? (\\S+)$`, 'gm');
    const texts = await Promise.all(this.replicas[service].map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
    return texts.map((text) => [...text.matchAll(lines)].reduce((sum, [, value]) => sum + Number(value), 0));
  }

  private get all(): readonly Replica[] {
    return [this.persistence, ...DOUBLED.flatMap((name) => this.replicas[name])];
  }

  private async untilReady(): Promise<void> {
    const isReady = ({ url }: Replica): Promise<boolean> =>
      fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    const ended = () => this.all.find(({ command }) => command.hasEnded);
    await until(
      async () => ended() !== undefined || (await Promise.all(this.all.map(isReady))).every(Boolean),
      'all replicas to be ready',
      START_LIMIT_MS,
    );
    const dead = ended();
    if (dead) throw new Error(`a replica ended: ${dead.command.stderr}`);
  }
}

/** What a balancer does for a person: doors in turn, and the next one where one is gone or says that it can't. */
export class Balanced {
  /** Of each attempt; 0 where no whole answer came. */
  readonly statuses: number[] = [];
  private turn = 0;

  constructor(
    private readonly doors: readonly string[],
    private readonly patienceMs = 60_000,
  ) {}

  /** The reply, once there is one. @param name the same for each attempt, so that the request is answered once */
  async ask(body: { question: string; sessionId?: string }, name?: string): Promise<{ id: string; answer: string }> {
    const limit = Date.now() + this.patienceMs;
    for (;;) {
      const { status, text } = await this.attempt(body, name);
      if (status === 200) return JSON.parse(text) as { id: string; answer: string };
      if (![0, 429, 503].includes(status) || Date.now() > limit) throw new Error(`${body.question}: ${status} ${text}`);
    }
  }

  private async attempt(body: object, name: string | undefined): Promise<{ status: number; text: string }> {
    const door = this.doors[this.turn++ % this.doors.length] ?? '';
    const headers = { 'content-type': 'application/json', ...(name && { 'x-request-id': name }) };
    const said = await fetch(`${door}/query`, { method: 'POST', headers, body: JSON.stringify(body) })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((thrown: unknown) => ({ status: 0, text: String(thrown) }));
    this.statuses.push(said.status);
    return said;
  }
}

/** Ids of the answers that a session holds. */
export async function answersOf(door: string, sessionId: string): Promise<string[]> {
  const { messages } = (await (await fetch(`${door}/sessions/${sessionId}/messages?limit=200`)).json()) as {
    messages: { role: string; metadata?: { queryId?: string } }[];
  };
  return messages.filter(({ role }) => role === 'assistant').map(({ metadata }) => metadata?.queryId ?? '');
}
