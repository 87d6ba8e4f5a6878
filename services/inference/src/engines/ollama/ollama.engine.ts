import { randomUUID } from 'node:crypto';
import type { ChatRequest, ModelInfo, TextRequest, TokenChoices, ToolCall } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import {
  type EngineFigures,
  type EngineFrame,
  type EngineStats,
  LlmEngine,
  type Tokenization,
  type TokenizeInput,
} from '../../generation/llm-engine.port.js';
import type { FileTokenizer } from '../tokenizer/file-tokenizer.js';
import { jsonLines } from './json-lines.js';
import {
  choicesOf,
  deltasOf,
  finishReasonOf,
  type OllamaChunk,
  ollamaRequest,
  ollamaTextRequest,
  readOllamaChunk,
  toolCallsOf,
  unwrapped,
  usageOf,
} from './ollama-format.policy.js';
import { EngineHttp, type EngineHttpOptions } from '../http/engine-http.js';

const ASK_TIMEOUT_MS = 2_000;
/** Reading a model of many gigabytes from a disk; the backend's own limit is what a user sets. */
const LOAD_TIMEOUT_MS = 600_000;

export interface OllamaEngineOptions extends EngineHttpOptions {
  readonly model: string;
  readonly contextTokens: number;
  /** Ollama has no route to count with. */
  readonly tokenizer: FileTokenizer | undefined;
}

/** Ollama by its own API: OpenAI's, which it has too, takes no context length. */
export class OllamaEngine extends LlmEngine {
  readonly name = 'ollama';
  readonly passThrough = undefined;
  readonly concurrency: number;
  private readonly http: EngineHttp;
  private running = 0;
  private aborted = 0;
  private lastAbortMs: number | undefined;

  constructor(private readonly options: OllamaEngineOptions) {
    super();
    this.concurrency = options.connections;
    this.http = new EngineHttp(options);
  }

  async load(): Promise<void> {
    const { model, contextTokens: num_ctx } = this.options;
    await this.ask('/api/generate', { model, keep_alive: -1, options: { num_ctx } }, LOAD_TIMEOUT_MS);
  }

  async unload(): Promise<void> {
    await this.ask('/api/generate', { model: this.options.model, keep_alive: 0 }, LOAD_TIMEOUT_MS);
  }

  async close(): Promise<void> {
    await this.options.tokenizer?.close();
    await this.http.close();
  }

  async health(): Promise<void> {
    await this.ask('/api/version', undefined, ASK_TIMEOUT_MS);
  }

  /** Under the names without `:latest` too, as Ollama takes them. */
  async models(): Promise<readonly ModelInfo[]> {
    const reply = await this.ask<{ models?: { name: string }[] }>('/api/tags', undefined, ASK_TIMEOUT_MS);
    const names = (reply.models ?? []).map(({ name }) => name.replace(/:latest$/, ''));
    return names.map((id) => ({ id, ownedBy: 'ollama', contextLength: this.options.contextTokens }));
  }

  override async abilities(): Promise<readonly string[]> {
    const { capabilities } = await this.ask<{ capabilities?: string[] }>('/api/show', { model: this.options.model }, ASK_TIMEOUT_MS);
    return capabilities ?? super.abilities();
  }

  async countTokens(texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    return this.tokenizer().count(texts, signal);
  }

  async tokenize(input: TokenizeInput, signal: AbortSignal): Promise<Tokenization> {
    return this.tokenizer().tokenize(input, signal);
  }

  stats(): EngineStats {
    const { running, aborted, lastAbortMs } = this;
    return { running, waiting: 0, restarts: 0, aborted, lastAbortMs };
  }

  override async figures(): Promise<EngineFigures> {
    const reply = await this.ask<{ models?: { size_vram?: number }[] }>('/api/ps', undefined, ASK_TIMEOUT_MS);
    return { running: this.running, memoryBytes: (reply.models ?? []).reduce((sum, { size_vram }) => sum + (size_vram ?? 0), 0) };
  }

  chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<EngineFrame, void, undefined> {
    return this.generated(request.model, '/api/chat', () => ollamaRequest(request, this.options.contextTokens), signal);
  }

  override text(request: TextRequest, signal: AbortSignal): AsyncGenerator<EngineFrame, void, undefined> {
    return this.generated(request.model, '/api/generate', () => ollamaTextRequest(request, this.options.contextTokens), signal);
  }

  private async *generated(
    model: string,
    path: string,
    bodyOf: () => object,
    signal: AbortSignal,
  ): AsyncGenerator<EngineFrame, void, undefined> {
    const startedAt = performance.now();
    let firstTokenAt: number | undefined;
    const toolCalls: ToolCall[] = [];
    let firstToken: TokenChoices | undefined;
    for await (const chunk of this.chunks(path, bodyOf(), signal)) {
      toolCalls.push(...toolCallsOf(chunk));
      firstToken ??= choicesOf(chunk);
      for (const delta of deltasOf(chunk)) {
        firstTokenAt ??= performance.now();
        yield delta;
      }
      if (chunk.done) return yield doneFrame(model, chunk, { toolCalls, firstToken }, { startedAt, firstTokenAt });
    }
    throw new AppError('UNAVAILABLE', 'The engine broke off in the middle of its answer');
  }

  private async *chunks(path: string, body: object, signal: AbortSignal): AsyncGenerator<OllamaChunk, void, undefined> {
    this.running++;
    let isWhole = false;
    let abortedAt: number | undefined;
    const noteTime = () => (abortedAt = performance.now());
    signal.addEventListener('abort', noteTime, { once: true });
    try {
      const reply = await this.http.postForStream(path, body, signal);
      for await (const line of jsonLines(reply)) {
        const chunk = readOllamaChunk(line);
        isWhole ||= chunk.done === true;
        yield chunk;
      }
      isWhole = true;
    } catch (thrown) {
      isWhole = !signal.aborted;
      throw unwrapped(this.http.failure(thrown, signal));
    } finally {
      signal.removeEventListener('abort', noteTime);
      this.running--;
      if (!isWhole) this.noteAbort(abortedAt ?? performance.now());
    }
  }

  private noteAbort(since: number): void {
    this.aborted++;
    this.lastAbortMs = performance.now() - since;
  }

  private ask<Reply>(path: string, body: object | undefined, timeoutMs: number): Promise<Reply> {
    return this.http.askWithin(timeoutMs, `answer ${path}`, async (signal) => {
      const reply = body ? await this.http.post(path, body, signal) : await this.http.get(path, signal);
      const lines = (await reply.text()).trim().split('\n');
      return JSON.parse(lines.at(-1) ?? '') as Reply;
    });
  }

  private tokenizer(): FileTokenizer {
    if (this.options.tokenizer) return this.options.tokenizer;
    throw new AppError(
      'FAILED_PRECONDITION',
      'Ollama has no route to count tokens with; give its backend a tokenizer in the backends file, such as qwen3-tokenizer',
    );
  }
}

function doneFrame(
  model: string,
  chunk: OllamaChunk,
  { toolCalls, firstToken }: { toolCalls: ToolCall[]; firstToken: TokenChoices | undefined },
  { startedAt, firstTokenAt }: { startedAt: number; firstTokenAt: number | undefined },
): EngineFrame {
  const endedAt = performance.now();
  const times = { timeToFirstTokenMs: (firstTokenAt ?? endedAt) - startedAt, totalMs: endedAt - startedAt };
  const hasCalls = toolCalls.length > 0;
  const head = { type: 'done' as const, id: `chatcmpl-${randomUUID()}`, model, finishReason: finishReasonOf(chunk, hasCalls) };
  return { ...head, usage: usageOf(chunk), ...times, ...(hasCalls ? { toolCalls } : {}), firstToken };
}
