import { randomUUID } from 'node:crypto';
import type { ChatRequest, FinishReason, ModelInfo, TextRequest, TokenChoices, Usage } from '@docmind/contracts';
import {
  assembleCalls,
  EventReader,
  isDone,
  type ReadChunk,
  readChunk,
  readCompletion,
  type ToolCallDelta,
  WholeEvents,
} from '@docmind/openai-wire';
import {
  type EngineFrame,
  type EngineStats,
  LlmEngine,
  type PassThrough,
  type RawCompletion,
  type RawEvents,
  type Tokenization,
  type TokenizeInput,
} from '../../generation/llm-engine.port.js';
import type { EngineReply } from '../http/engine-reply.js';
import { EngineHttp, type EngineHttpOptions } from '../http/engine-http.js';
import { OpenAiTokenizer } from './openai-tokenizer.js';
import { brokenOff, readPiece, StreamEnd } from './raw-events.policy.js';

export const HEALTH_TIMEOUT_MS = 2_000;

interface ListedModel {
  readonly id: string;
  readonly owned_by?: string;
  /** vLLM's. */
  readonly max_model_len?: number;
  /** llama-server's. */
  readonly meta?: { readonly n_ctx?: number } | null;
}
const CHAT = '/chat/completions';
const TEXT = '/completions';
const NO_USAGE: Usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/** What goes with one request to the engine. */
export interface RequestGuard {
  readonly signal: AbortSignal;
  /** Something came, or nothing will any more. May be called again. */
  answered(): void;
}
const nothing = () => undefined;

/** Any server that speaks OpenAI's chat API. */
export class OpenAiEngine extends LlmEngine {
  readonly name: string = 'openai';
  readonly concurrency: number;
  readonly passThrough: PassThrough = {
    complete: (request, signal) => this.whole(CHAT, request, signal),
    stream: (request, signal) => this.pieces(CHAT, request, signal),
    completeText: (request, signal) => this.whole(TEXT, request, signal),
    streamText: (request, signal) => this.pieces(TEXT, request, signal),
  };
  protected readonly http: EngineHttp;
  private readonly tokenizer: OpenAiTokenizer;
  private running = 0;
  private aborted = 0;
  private lastAbortMs: number | undefined;

  constructor(options: EngineHttpOptions & { readonly model: string }) {
    super();
    this.concurrency = options.connections;
    this.http = new EngineHttp(options);
    this.tokenizer = new OpenAiTokenizer(this.http, options.model);
  }

  load(): Promise<void> {
    return this.health();
  }

  /** A server keeps its model; nothing of ours is in memory. */
  async unload(): Promise<void> {}

  close(): Promise<void> {
    return this.http.close();
  }

  async health(): Promise<void> {
    await this.models();
  }

  async models(): Promise<readonly ModelInfo[]> {
    return this.http.askWithin(HEALTH_TIMEOUT_MS, 'list its models', async (signal) => {
      const reply = await this.http.get('/models', signal);
      const { data } = (await reply.json()) as { data: ListedModel[] };
      return data.map(({ id, owned_by, max_model_len, meta }) => {
        const contextLength = max_model_len ?? meta?.n_ctx;
        return { id, ownedBy: owned_by ?? 'engine', ...(contextLength ? { contextLength } : {}) };
      });
    });
  }

  countTokens(texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    return this.tokenizer.count(texts, signal);
  }

  tokenize(input: TokenizeInput, signal: AbortSignal): Promise<Tokenization> {
    return this.tokenizer.tokenize(input, signal);
  }

  stats(): EngineStats {
    const { running, aborted, lastAbortMs } = this;
    return { running, waiting: 0, restarts: 0, aborted, lastAbortMs };
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<EngineFrame, void, undefined> {
    const startedAt = performance.now();
    let firstTokenAt: number | undefined;
    const told: Told = { calls: [] };
    for await (const chunk of this.chunks(request, signal)) {
      note(told, chunk);
      for (const delta of deltasOf(chunk)) {
        firstTokenAt ??= performance.now();
        yield delta;
      }
    }
    const { finishReason, usage = NO_USAGE, firstToken, calls } = told;
    if (!finishReason) throw brokenOff();
    const head = { type: 'done' as const, id: `chatcmpl-${randomUUID()}`, model: request.model, finishReason };
    yield { ...head, toolCalls: assembleCalls(calls), usage, firstToken, ...timingsSince(startedAt, firstTokenAt) };
  }

  private async whole(path: string, request: TextRequest | ChatRequest, signal: AbortSignal): Promise<RawCompletion> {
    await this.assertServing();
    this.running++;
    const guard = this.guard(signal);
    try {
      const reply = await this.http.post(path, request, guard.signal);
      const body = await reply.text();
      return { body, usage: readCompletion(body).usage };
    } catch (thrown) {
      if (signal.aborted) this.aborted++;
      throw this.http.failure(thrown, guard.signal);
    } finally {
      guard.answered();
      this.running--;
    }
  }

  private async *pieces(path: string, request: TextRequest | ChatRequest, signal: AbortSignal): AsyncGenerator<RawEvents, void, undefined> {
    const showUsage = request.stream_options?.include_usage === true;
    const whole = new WholeEvents();
    const end = new StreamEnd();
    for await (const bytes of this.packets(path, request, signal)) {
      const events = whole.push(bytes);
      if (!events) continue;
      const piece = readPiece(events, showUsage);
      end.note(piece);
      // Nothing came before a failure that comes first: it may be tried again.
      if (!piece.failure || piece.bytes.length > 0) yield piece;
      if (piece.failure) throw piece.failure;
    }
    const missing = end.missing();
    if (missing) yield { bytes: missing };
  }

  private async *chunks(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ReadChunk, void, undefined> {
    const reader = new EventReader();
    for await (const bytes of this.packets(CHAT, request, signal)) {
      for (const { data } of reader.push(bytes)) if (!isDone(data)) yield readChunk(data);
    }
  }

  /** A stream's bytes as they come. Leaving the loop closes the connection, which tells the engine to stop. */
  private async *packets(path: string, request: TextRequest | ChatRequest, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
    await this.assertServing();
    const body = { ...request, stream: true, stream_options: { ...request.stream_options, include_usage: true } };
    this.running++;
    const guard = this.guard(signal);
    let reply: EngineReply | undefined;
    let finished = false;
    let abortedAt: number | undefined;
    const noteTime = () => (abortedAt = performance.now());
    signal.addEventListener('abort', noteTime, { once: true });
    try {
      reply = await this.http.postForStream(path, body, guard.signal);
      for (let packet = await reply.read(); packet; packet = await reply.read()) {
        guard.answered();
        yield packet;
      }
      finished = true;
    } catch (thrown) {
      finished = !signal.aborted;
      throw this.http.failure(thrown, guard.signal);
    } finally {
      guard.answered();
      reply?.close();
      signal.removeEventListener('abort', noteTime);
      this.running--;
      if (!finished) this.noteAbort(abortedAt ?? performance.now());
    }
  }

  /** @throws AppError UNAVAILABLE when nothing may be sent now */
  protected assertServing(): void | Promise<void> {}

  /** Around each request that generates. */
  protected guard(signal: AbortSignal): RequestGuard {
    return { signal, answered: nothing };
  }

  private noteAbort(since: number): void {
    this.aborted++;
    this.lastAbortMs = performance.now() - since;
  }
}

/** What the chunks of one answer say beside its text. */
interface Told {
  finishReason?: FinishReason;
  usage?: Usage;
  firstToken?: TokenChoices;
  readonly calls: ToolCallDelta[];
}

function note(told: Told, chunk: ReadChunk): void {
  told.calls.push(...chunk.toolCalls);
  told.usage ??= chunk.usage;
  told.finishReason ??= chunk.finishReason;
  told.firstToken ??= chunk.choices;
}

function deltasOf({ content, thinking }: ReadChunk): EngineFrame[] {
  const thought: EngineFrame[] = thinking === '' ? [] : [{ type: 'delta', content: '', thinking }];
  return content === '' ? thought : [...thought, { type: 'delta', content }];
}

/** An answer without a token has its end for its first. */
function timingsSince(startedAt: number, firstTokenAt: number | undefined): { timeToFirstTokenMs: number; totalMs: number } {
  const endedAt = performance.now();
  return { timeToFirstTokenMs: (firstTokenAt ?? endedAt) - startedAt, totalMs: endedAt - startedAt };
}
