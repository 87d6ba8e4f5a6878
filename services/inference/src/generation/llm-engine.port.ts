import type { ChatFrame, ChatMessage, ChatRequest, ModelInfo, ReplicaInfo, TextRequest, Usage } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

export interface EngineStats {
  readonly running: number;
  readonly waiting: number;
  /** How often the engine came back after it had died. */
  readonly restarts: number;
  /** Generations that were stopped because nobody wanted them any more. */
  readonly aborted: number;
  /** From the wish to stop to the engine's own report that it has stopped. */
  readonly lastAbortMs: number | undefined;
}

/** An engine's own figures, as far as it keeps them. Totals grow from its start. */
export interface EngineFigures {
  readonly running?: number;
  readonly waiting?: number;
  /** 0 to 1. */
  readonly kvCacheUsage?: number;
  readonly promptTokensTotal?: number;
  /** Of these read from its prefix cache. */
  readonly cachedTokensTotal?: number;
  readonly generatedTokensTotal?: number;
  readonly preemptionsTotal?: number;
  readonly memoryBytes?: number;
}

export type TokenizeInput =
  | { readonly prompt: string }
  | {
      readonly messages: readonly ChatMessage[];
      /** Part of the prompt where the engine's template takes them. */
      readonly tools?: ChatRequest['tools'];
    };

export interface Tokenization {
  readonly tokens: readonly number[];
  readonly maxModelLength: number | undefined;
}

/** An engine's own reply in OpenAI's format, checked but not rebuilt. */
export interface RawCompletion {
  readonly body: string;
  readonly usage: Usage | undefined;
}

/** Whole server-sent events, as the engine wrote them. The last of a good stream is `[DONE]`. */
export interface RawEvents {
  readonly bytes: Buffer | string;
  /** Of the whole generation; comes once, near the end. */
  readonly usage?: Usage;
}

/** The shortest way from an engine's socket to the client's, for engines that speak OpenAI's format. */
export interface PassThrough {
  complete(request: ChatRequest, signal: AbortSignal): Promise<RawCompletion>;
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<RawEvents>;
  completeText(request: TextRequest, signal: AbortSignal): Promise<RawCompletion>;
  streamText(request: TextRequest, signal: AbortSignal): AsyncIterable<RawEvents>;
}

/** As the contract has them, without the backend's name: an engine doesn't know under which it is configured. */
export type EngineFrame = Extract<ChatFrame, { type: 'delta' }> | Omit<Extract<ChatFrame, { type: 'done' }>, 'backend'>;

/**
 * One language model behind one door. Every failure is an AppError: UNAVAILABLE while the engine is down or when it dies (the next request may
 * work), INVALID_ARGUMENT for what it refuses, FAILED_PRECONDITION for what an operator must bring about first, CANCELLED after an abort.
 */
export abstract class LlmEngine {
  /** What the metrics call it. */
  abstract readonly name: string;
  /** Generations that run side by side; more than this wait. */
  abstract readonly concurrency: number;

  /** Undefined for engines with another format, whose frames are put into OpenAI's. */
  abstract readonly passThrough: PassThrough | undefined;

  /** What `unload` leaves behind. */
  readonly restState: 'idle' | 'sleeping' = 'idle';

  /** While it loads: how much of the model is read, 0 to 1; undefined where the engine doesn't tell. */
  loadedShare(): number | undefined {
    return undefined;
  }

  /** Until it can answer. May be called again after `unload`, and does nothing when it is loaded. */
  abstract load(): Promise<void>;
  /** Gives back the memory that the model holds, where the engine can. */
  abstract unload(): Promise<void>;
  /** For good, with the service: a server's model stays as it is. */
  abstract close(): Promise<void>;
  /** @throws AppError UNAVAILABLE or FAILED_PRECONDITION saying why no answer can be expected now */
  abstract health(): Promise<void>;
  abstract models(): Promise<readonly ModelInfo[]>;
  /** What its model can do, in Ollama's words: `completion`, and maybe `tools`, `vision` or `thinking`. A server that tells nothing may call tools. */
  async abilities(): Promise<readonly string[]> {
    return ['completion', 'tools'];
  }

  /**
   * Deltas as they come and one `done` frame at the end. Aborting the signal, or leaving the loop, stops the generation within 100 ms.
   * @throws AppError INVALID_ARGUMENT with both counts when the prompt is longer than the context
   */
  abstract chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<EngineFrame>;

  /**
   * A text, which the model goes on with as it is, without a chat template: asked where there is no `passThrough`. Frames as `chat` gives them.
   * @throws AppError INVALID_ARGUMENT where the engine can't
   */
  async *text(_request: TextRequest, _signal: AbortSignal): AsyncGenerator<EngineFrame, void, undefined> {
    throw new AppError('INVALID_ARGUMENT', `The engine ${this.name} goes on with no text; ask /v1/chat/completions`);
  }

  /** Exact, by the model's own tokenizer, without a template's extra tokens. */
  abstract countTokens(texts: readonly string[], signal: AbortSignal): Promise<number[]>;
  /** Messages are put through the model's chat template first. */
  abstract tokenize(input: TokenizeInput, signal: AbortSignal): Promise<Tokenization>;

  abstract stats(): EngineStats;

  /** Undefined where it keeps none. @throws AppError UNAVAILABLE when it doesn't answer */
  async figures(): Promise<EngineFigures | undefined> {
    return undefined;
  }

  /** Of an engine that is several servers. */
  replicas(): readonly ReplicaInfo[] {
    return [];
  }
}
