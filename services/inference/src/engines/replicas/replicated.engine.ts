import type { ChatRequest, ModelInfo, ReplicaInfo } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { chatTokens } from '../../generation/request-tokens.policy.js';
import { type BegunStream, firstFrame } from '../../generation/first-frame.js';
import {
  type EngineFigures,
  type EngineFrame,
  type EngineStats,
  LlmEngine,
  type PassThrough,
  type Tokenization,
  type TokenizeInput,
} from '../../generation/llm-engine.port.js';
import { chooseReplica } from './choose-replica.policy.js';
import { PrefixIndex } from './prefix-index.policy.js';
import { type PrefixMark, prefixMarks } from './prefix-marks.policy.js';
import { Replica } from './replica.js';
import { mergedFigures, mergedModels, mergedStats } from './merged.policy.js';
import { ReplicaWatch } from './replica-watch.js';

export interface NamedEngine<Engine extends LlmEngine> {
  readonly name: string;
  readonly engine: Engine;
}

/** What a request asks of a replica. */
export interface Work {
  readonly tokens: number;
  readonly marks: readonly PrefixMark[];
}

/** The next replica may do better. */
const MOVES = new Set(['UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED']);
const NO_WORK: Work = { tokens: 0, marks: [] };

/**
 * Several servers with one model, as one engine. A request goes to the replica that has its beginning cached or has least to do; until its
 * first token it goes on at another one when its own fails. What is unhealthy gets nothing until its probe passes.
 */
export class ReplicatedEngine<Engine extends LlmEngine = LlmEngine> extends LlmEngine {
  readonly name: string;
  readonly passThrough: PassThrough | undefined = undefined;
  override readonly restState: 'idle' | 'sleeping';
  private readonly all: readonly Replica<Engine>[];
  private readonly prefixes = new PrefixIndex();
  private readonly watch: ReplicaWatch;

  constructor(engines: readonly [NamedEngine<Engine>, ...NamedEngine<Engine>[]], options: { readonly probeIntervalMs?: number } = {}) {
    super();
    this.name = engines[0].engine.name;
    this.restState = engines[0].engine.restState;
    this.all = engines.map(({ name, engine }, index) => new Replica(name, index, engine, () => this.lost(index)));
    this.watch = new ReplicaWatch(this.all, options.probeIntervalMs);
  }

  /** Of those that take requests now. While none does, of all: who asks shall hear of it instead of waiting. */
  get concurrency(): number {
    const sum = (replicas: readonly Replica[]) => replicas.reduce((total, { concurrency }) => total + concurrency, 0);
    return sum(this.well) || sum(this.all);
  }

  /** One that loads is enough; the others are tried again in the background. */
  async load(): Promise<void> {
    const loads = await Promise.allSettled(this.all.map(({ engine }) => engine.load()));
    loads.forEach((result, index) => this.noteLoad(this.all[index] as Replica<Engine>, result));
    this.watch.start();
    if (loads.every(({ status }) => status === 'rejected')) throw this.noneWell();
  }

  /** All of them. One that fails has the others loaded again: half a backend is neither in memory nor out of it. */
  async unload(): Promise<void> {
    await this.watch.stop();
    const unloads = await Promise.allSettled(
      this.all.map(async ({ engine, needsLoad }) => {
        if (!needsLoad) await engine.unload();
      }),
    );
    const failed = unloads.find((result) => result.status === 'rejected');
    if (!failed) return;
    await this.load().catch(() => undefined);
    throw failed.reason;
  }

  async close(): Promise<void> {
    // Closing ends what a probe still waits for.
    const stopped = this.watch.stop();
    await Promise.all(this.all.map(({ engine }) => engine.close()));
    await stopped;
  }

  async health(): Promise<void> {
    if (this.watch.isRunning ? this.well.length > 0 : await anyOf(this.all, ({ engine }) => engine.health())) return;
    throw this.noneWell();
  }

  /** Each with the smallest of its windows. */
  override abilities(): Promise<readonly string[]> {
    return ((this.well[0] ?? this.all[0]) as Replica<Engine>).engine.abilities();
  }

  async models(): Promise<readonly ModelInfo[]> {
    const asked = await Promise.allSettled((this.well.length > 0 ? this.well : this.all).map(({ engine }) => engine.models()));
    const told = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    if (told.length > 0) return mergedModels(told);
    throw (asked[0] as PromiseRejectedResult).reason;
  }

  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<EngineFrame> {
    return this.stream(chatWork(request), signal, (engine, own) => engine.chat(request, own));
  }

  countTokens(texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    return this.once(NO_WORK, signal, (engine, own) => engine.countTokens(texts, own));
  }

  tokenize(input: TokenizeInput, signal: AbortSignal): Promise<Tokenization> {
    return this.once(NO_WORK, signal, (engine, own) => engine.tokenize(input, own));
  }

  stats(): EngineStats {
    return mergedStats(this.all.map(({ engine }) => engine.stats()));
  }

  override async figures(): Promise<EngineFigures | undefined> {
    const asked = await Promise.allSettled(this.well.map(({ engine }) => engine.figures()));
    return mergedFigures(asked.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : [])));
  }

  override replicas(): readonly ReplicaInfo[] {
    return this.all.map(({ info }) => info);
  }

  protected async once<Result>(
    work: Work,
    signal: AbortSignal,
    run: (engine: Engine, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const { attempt, result } = await this.begin(work, signal, run);
    attempt.end();
    return result;
  }

  protected async *stream<Frame>(
    work: Work,
    signal: AbortSignal,
    open: (engine: Engine, signal: AbortSignal) => AsyncIterable<Frame>,
  ): AsyncGenerator<Frame, void, undefined> {
    const { attempt, result } = await this.begin(work, signal, (engine, own): Promise<BegunStream<Frame>> => firstFrame(open(engine, own)));
    const { frames, first } = result;
    try {
      for (let next = first; !next.done; next = await frames.next()) yield next.value;
    } catch (thrown) {
      attempt.fails(thrown);
      throw thrown;
    } finally {
      await frames.return?.();
      attempt.end();
    }
  }

  private async begin<Result>(work: Work, signal: AbortSignal, run: (engine: Engine, signal: AbortSignal) => Promise<Result>) {
    const tried = new Set<Replica>();
    for (let last: unknown; ;) {
      const replica = this.choose(work, tried);
      if (!replica) throw last ?? this.noneWell();
      tried.add(replica);
      const attempt = replica.begin(work.tokens, signal);
      try {
        const result = await run(replica.engine, attempt.signal);
        replica.answers(attempt);
        return { attempt, result };
      } catch (thrown) {
        attempt.end();
        attempt.fails(thrown);
        if (signal.aborted || !MOVES.has(toAppError(thrown).code)) throw thrown;
        last = thrown;
      }
    }
  }

  private choose({ marks }: Work, tried: ReadonlySet<Replica>): Replica<Engine> | undefined {
    this.watch.start();
    const open = this.well.filter((replica) => !tried.has(replica));
    if (open.length === 0) return undefined;
    const matches = this.prefixes.matches(marks, this.all.length);
    const loads = open.map((replica) => {
      const { running, concurrency, tokens, served, index } = replica;
      return { replica, running, concurrency, tokens, served, matchedTokens: matches[index] ?? 0 };
    });
    const { chosen, reason } = chooseReplica(loads, marks.at(-1)?.tokens ?? 0);
    if (reason === 'prefix') chosen.replica.byPrefix++;
    this.prefixes.note(marks, chosen.replica.index);
    return chosen.replica;
  }

  private get well(): readonly Replica<Engine>[] {
    return this.all.filter(({ state }) => state !== 'unhealthy');
  }

  private noteLoad(replica: Replica<Engine>, result: PromiseSettledResult<void>): void {
    replica.needsLoad = result.status === 'rejected';
    if (result.status === 'fulfilled') replica.note('probe-passed');
    else replica.note('load-failed', result.reason);
  }

  /** Where others are well, its silent requests go to them; else they may as well wait for it. */
  private lost(index: number): void {
    this.prefixes.forget(index);
    if (this.well.length > 0) this.all[index]?.releaseSilent();
  }

  private noneWell(): AppError {
    const reasons = this.all.map(({ name, info }) => `${name}: ${info.reason ?? info.state}`).join('; ');
    return new AppError('UNAVAILABLE', `None of the ${this.all.length} replicas is well. ${reasons}`);
  }
}

export function chatWork(request: ChatRequest): Work {
  return { tokens: chatTokens(request), marks: prefixMarks(request.messages) };
}

async function anyOf(replicas: readonly Replica[], ask: (replica: Replica) => Promise<void>): Promise<boolean> {
  const asked = await Promise.allSettled(replicas.map(ask));
  return asked.some(({ status }) => status === 'fulfilled');
}
