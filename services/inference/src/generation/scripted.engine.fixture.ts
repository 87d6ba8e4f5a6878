import { type ChatMessage, type ChatRequest, type ModelInfo, textOf } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { type EngineFrame, type EngineStats, LlmEngine, type Tokenization, type TokenizeInput } from './llm-engine.port.js';
import { abortError } from './slot-queue.js';

const wordsOf = (text: string): string[] => text.match(/\s*\S+/g) ?? [];
const ANSWER = wordsOf('The capital of France is Paris.');
const STORY_WORDS = 10_000;

/** An engine of a few lines that does as a test says; the engine contract's suite runs against it, so that the test's fake is no easier than a real one. */
export class ScriptedEngine extends LlmEngine {
  readonly name = 'scripted';
  readonly passThrough = undefined;
  readonly concurrency: number;
  isLoaded = false;
  /** What it tells while it loads. */
  share: number | undefined;
  loads = 0;
  readonly asked: ChatRequest[] = [];
  /** Thrown by the next loads. */
  loadFailure: AppError | undefined;
  /** Thrown by a chat before its first token, as long as it is set. */
  chatFailure: AppError | undefined;
  /** While set, loads wait for it. */
  loadGate: Promise<void> | undefined;
  /** While set, answers wait for it before the first token (`prompt`) or after it (`answer`). */
  gates: { prompt?: Promise<void>; answer?: Promise<void> } = {};
  private readonly contextTokens = 1_024;
  private running = 0;
  private aborted = 0;
  private readonly crashes = new Set<(error: AppError) => void>();

  constructor(
    readonly model: string,
    options: { readonly concurrency?: number } = {},
  ) {
    super();
    this.concurrency = options.concurrency ?? 8;
  }

  async load(): Promise<void> {
    this.loads++;
    await this.loadGate;
    if (this.loadFailure) throw this.loadFailure;
    this.isLoaded = true;
  }

  override loadedShare(): number | undefined {
    return this.share;
  }

  async unload(): Promise<void> {
    this.isLoaded = false;
  }

  close(): Promise<void> {
    return this.unload();
  }

  async health(): Promise<void> {
    if (!this.isLoaded) throw new AppError('UNAVAILABLE', `${this.model} is not loaded`);
  }

  async models(): Promise<readonly ModelInfo[]> {
    return [{ id: this.model, ownedBy: 'test', contextLength: this.contextTokens }];
  }

  async countTokens(texts: readonly string[]): Promise<number[]> {
    return texts.map((text) => wordsOf(text).length);
  }

  async tokenize(input: TokenizeInput): Promise<Tokenization> {
    const count = 'prompt' in input ? wordsOf(input.prompt).length : promptTokens(input.messages);
    return { tokens: Array.from({ length: count }, (_value, index) => index), maxModelLength: this.contextTokens };
  }

  stats(): EngineStats {
    return { running: this.running, waiting: 0, restarts: 0, aborted: this.aborted, lastAbortMs: undefined };
  }

  /** Breaks off what runs, as an engine does that dies. */
  crash(): void {
    for (const crash of this.crashes) crash(new AppError('UNAVAILABLE', `${this.model} died`));
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<EngineFrame, void, undefined> {
    this.asked.push(request);
    if (signal.aborted) throw abortError(signal);
    const { words, finishReason, prompt } = this.planOf(request);
    const broken = this.breaking(signal);
    this.running++;
    let isDone = false;
    try {
      await Promise.race([this.gates.prompt, broken.failed]);
      for (const [index, content] of words.entries()) {
        if (index > 0) await Promise.race([this.gates.answer ?? new Promise(setImmediate), broken.failed]);
        yield { type: 'delta', content };
      }
      isDone = true;
      const usage = { prompt_tokens: prompt, completion_tokens: words.length, total_tokens: prompt + words.length };
      yield { type: 'done', id: 'chatcmpl-1', model: this.model, finishReason, usage, timeToFirstTokenMs: 0, totalMs: 0 };
    } finally {
      broken.end();
      this.running--;
      if (!isDone) this.aborted++;
    }
  }

  private planOf(request: ChatRequest) {
    if (!this.isLoaded) throw new AppError('UNAVAILABLE', `${this.model} is not loaded`);
    if (this.chatFailure) throw this.chatFailure;
    const prompt = promptTokens(request.messages);
    if (prompt > this.contextTokens)
      throw new AppError('INVALID_ARGUMENT', `The prompt has ${prompt} tokens; the context holds ${this.contextTokens}`);
    const wanted = asksForStory(request) ? Array.from({ length: STORY_WORDS }, () => ' and') : ANSWER;
    const words = wanted.slice(0, request.max_tokens ?? wanted.length);
    return { words, prompt, finishReason: words.length < wanted.length ? ('length' as const) : ('stop' as const) };
  }

  private breaking(signal: AbortSignal) {
    let crash: (error: AppError) => void = () => undefined;
    let leave: () => void = () => undefined;
    const failed = new Promise<never>((_resolve, reject) => {
      crash = reject;
      leave = () => reject(abortError(signal));
    });
    failed.catch(() => undefined);
    this.crashes.add(crash);
    signal.addEventListener('abort', leave, { once: true });
    const end = () => {
      this.crashes.delete(crash);
      signal.removeEventListener('abort', leave);
    };
    return { failed, end };
  }
}

function asksForStory({ messages }: ChatRequest): boolean {
  return textOf(messages.at(-1)?.content ?? '').includes('long story');
}

function promptTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + wordsOf(textOf(content)).length + 4, 4);
}
