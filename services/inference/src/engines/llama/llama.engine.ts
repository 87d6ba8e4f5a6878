import { randomUUID } from 'node:crypto';
import type { ChatRequest, ModelInfo, TextRequest } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { textMessages } from '../../generation/message-parts.policy.js';
import { type EngineFrame, type EngineStats, LlmEngine, type Tokenization, type TokenizeInput } from '../../generation/llm-engine.port.js';
import { abortError, type Release, SlotQueue } from '../../generation/slot-queue.js';
import { FrameQueue } from './frame-queue.js';
import { assertPlainText } from '../../generation/plain-text.policy.js';
import { generationOptions } from './generation-options.policy.js';
import { assertPlainChat } from './plain-chat.policy.js';
import { LlamaProcess, errorOf } from './llama-process.js';
import type { FromChild, GenerationInput, GenerationOptions, GenerationTask, LlamaSettings } from './llama-protocol.js';

export interface LlamaEngineOptions extends Omit<LlamaSettings, 'modelPath'> {
  readonly model: string;
  /** Asked at each start: a model may be pulled while the service runs. */
  readonly modelPath: () => string;
  /** Of the model's file, where it is known. */
  readonly sha256?: () => string | undefined;
  readonly log?: (event: { msg: string; [fact: string]: unknown }) => void;
}

/** A GGUF model by llama.cpp in a child process: a crash fails the running request only, and the engine comes back by itself. */
export class LlamaEngine extends LlmEngine {
  readonly name = 'llama.cpp';
  readonly passThrough = undefined;
  readonly concurrency = 1;
  private readonly slots = new SlotQueue({ slots: 1, maxWaiting: Infinity, maxWaitingTokens: Infinity, name: 'The embedded engine' });
  private starting: Promise<LlamaProcess> | undefined;
  private current: LlamaProcess | undefined;
  private failure: AppError | undefined;
  private contextLength: number | undefined;
  private share: number | undefined;
  private unloaded = true;
  private restarts = 0;
  private aborted = 0;
  private lastAbortMs: number | undefined;

  constructor(private readonly options: LlamaEngineOptions) {
    super();
  }

  get pid(): number | undefined {
    return this.current?.pid;
  }

  override loadedShare(): number | undefined {
    return this.share;
  }

  async load(): Promise<void> {
    this.unloaded = false;
    await this.ready();
  }

  async unload(): Promise<void> {
    this.unloaded = true;
    const process = await this.starting?.catch(() => undefined);
    this.starting = undefined;
    await process?.stop();
  }

  close(): Promise<void> {
    return this.unload();
  }

  async health(): Promise<void> {
    if (this.failure) throw this.failure;
    if (!this.current?.isAlive) throw new AppError('UNAVAILABLE', 'The embedded engine is starting');
  }

  async models(): Promise<readonly ModelInfo[]> {
    const { model: id, sha256 } = this.options;
    return [{ id, ownedBy: 'docmind', contextLength: this.contextLength, sha256: sha256?.() }];
  }

  override async abilities(): Promise<readonly string[]> {
    return ['completion'];
  }

  async countTokens(texts: readonly string[]): Promise<number[]> {
    const answer = await (await this.ready()).ask({ type: 'count', texts });
    return answer.type === 'counts' ? answer.counts : unexpected(answer);
  }

  async tokenize(input: TokenizeInput): Promise<Tokenization> {
    const answer = await (
      await this.ready()
    ).ask({ type: 'tokenize', ...('messages' in input ? { messages: textMessages(input.messages) } : input) });
    return answer.type === 'tokens' ? { tokens: answer.tokens, maxModelLength: this.contextLength } : unexpected(answer);
  }

  stats(): EngineStats {
    const { restarts, aborted, lastAbortMs } = this;
    return { running: this.slots.running, waiting: this.slots.depth, restarts, aborted, lastAbortMs };
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<EngineFrame, void, undefined> {
    assertPlainChat(request);
    yield* this.generated({ messages: textMessages(request.messages) }, generationOptions(request), signal);
  }

  override async *text(request: TextRequest, signal: AbortSignal): AsyncGenerator<EngineFrame, void, undefined> {
    assertPlainText(request);
    yield* this.generated({ text: request.prompt }, generationOptions({ ...request, logprobs: undefined }), signal);
  }

  private async *generated(
    input: GenerationInput,
    options: GenerationOptions,
    signal: AbortSignal,
  ): AsyncGenerator<EngineFrame, void, undefined> {
    const startedAt = performance.now();
    const release = await this.slots.acquire({ tenant: '', tokens: 1, leftMs: Infinity }, signal);
    const generation = await this.begin({ type: 'chat', ...input, options }, startedAt, release);
    const stop = () => generation.stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (signal.aborted) stop();
      for await (const frame of generation.frames) {
        if (signal.aborted) break;
        yield frame;
      }
      if (signal.aborted) throw abortError(signal);
    } finally {
      signal.removeEventListener('abort', stop);
      generation.stop();
    }
  }

  /** The slot is given back when the child says that it has stopped, not when the caller leaves. */
  private async begin(task: GenerationTask, startedAt: number, release: Release) {
    try {
      const process = await this.ready();
      return this.generate(process, task, startedAt, release);
    } catch (thrown) {
      release();
      throw thrown;
    }
  }

  private generate(process: LlamaProcess, task: GenerationTask, startedAt: number, release: Release) {
    const frames = new FrameQueue<EngineFrame>();
    let timeToFirstTokenMs: number | undefined;
    let stoppedAt: number | undefined;
    let ended = false;
    const end = (error?: AppError) => {
      if (ended) return;
      ended = true;
      if (error) frames.fail(error);
      else frames.end();
      if (stoppedAt !== undefined) this.noteAbort(performance.now() - stoppedAt);
      exchange.close();
      release();
    };
    const onMessage = (message: FromChild) => {
      if (message.type === 'delta') {
        timeToFirstTokenMs ??= performance.now() - startedAt;
        frames.push({ type: 'delta', content: message.content });
      } else if (message.type === 'error') {
        end(this.logged(message));
      } else {
        if (message.type === 'done') frames.push(this.doneFrame(message, startedAt, timeToFirstTokenMs));
        end();
      }
    };
    const exchange = process.start(task, { onMessage, onFailure: end });
    const stop = () => {
      if (ended || stoppedAt !== undefined) return;
      stoppedAt = performance.now();
      process.send({ type: 'abort', id: exchange.id });
      frames.end();
    };
    return { frames, stop };
  }

  private doneFrame(done: Extract<FromChild, { type: 'done' }>, startedAt: number, timeToFirstTokenMs: number | undefined): EngineFrame {
    const { finishReason, promptTokens, completionTokens, firstToken } = done;
    const totalMs = performance.now() - startedAt;
    const usage = { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: promptTokens + completionTokens };
    const id = `chatcmpl-${randomUUID()}`;
    const times = { totalMs, timeToFirstTokenMs: timeToFirstTokenMs ?? totalMs };
    return { type: 'done', id, model: this.options.model, finishReason, usage, ...times, ...(firstToken ? { firstToken } : {}) };
  }

  private noteAbort(ms: number): void {
    this.aborted++;
    this.lastAbortMs = ms;
  }

  private logged(message: Extract<FromChild, { type: 'error' }>): AppError {
    const error = errorOf(message);
    if (error.code === 'INTERNAL') this.options.log?.({ msg: 'the embedded engine failed', reason: message.message });
    return error;
  }

  private ready(): Promise<LlamaProcess> {
    if (this.unloaded) throw new AppError('UNAVAILABLE', 'The embedded engine is not loaded');
    this.starting ??= this.start().catch((thrown: unknown) => {
      this.starting = undefined;
      this.failure = toAppError(thrown);
      this.options.log?.({ msg: 'the embedded engine did not start', reason: reasonOf(thrown) });
      throw this.failure;
    });
    return this.starting;
  }

  private async start(): Promise<LlamaProcess> {
    const { model: _model, modelPath, sha256: _sha256, log: _log, ...settings } = this.options;
    const path = modelPath();
    const process = new LlamaProcess();
    try {
      const answer = await process.ask({ type: 'load', ...settings, modelPath: path }, (share) => (this.share = share));
      if (answer.type !== 'ready') return unexpected(answer);
      this.contextLength = answer.contextLength;
    } catch (thrown) {
      await process.stop();
      throw thrown;
    } finally {
      this.share = undefined;
    }
    this.failure = undefined;
    this.current = process;
    void process.exited.then((why) => this.revive(process, why));
    return process;
  }

  /** Only a process that had been ready is started again at once: one that can't start waits for the next request. */
  private revive(process: LlamaProcess, why: string): void {
    if (this.current === process) this.current = undefined;
    this.starting = undefined;
    if (this.unloaded) return;
    this.restarts++;
    this.options.log?.({ msg: 'the embedded engine stopped and starts again', reason: why, stderr: process.lastWords });
    this.ready().catch(() => undefined);
  }
}

function unexpected(message: FromChild): never {
  throw new AppError('INTERNAL', `The embedded engine answered ${message.type} to another question`);
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.cause instanceof Error ? thrown.cause.message : thrown.message;
  return String(thrown);
}
