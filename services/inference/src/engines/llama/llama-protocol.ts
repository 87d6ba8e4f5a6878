import type { ErrorCode, TokenChoices, TextMessage } from '@docmind/contracts';

export interface LlamaSettings {
  readonly modelPath: string;
  readonly threads: number;
  /** At most what the model was trained for is used. */
  readonly contextTokens: number;
  readonly batchTokens: number;
  readonly gpu: false | 'auto';
  /** 1 = none. */
  readonly repeatPenalty: number;
}

export interface GenerationOptions {
  readonly maxTokens?: number;
  readonly temperature: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly responseFormat?: unknown;
  /** Of one token: so many of what it could be are told. */
  readonly choices?: number;
}

/** A conversation, or a text that is gone on with as it is. */
export type GenerationInput = { readonly messages: readonly TextMessage[] } | { readonly text: string };

export type GenerationTask = { readonly type: 'chat'; readonly options: GenerationOptions } & GenerationInput;

/** To llama-child.mjs. Each is answered with its id, except `abort`. */
export type ToChild =
  | ({ readonly type: 'load'; readonly id: number } & LlamaSettings)
  | (GenerationTask & { readonly id: number })
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'count'; readonly id: number; readonly texts: readonly string[] }
  | { readonly type: 'tokenize'; readonly id: number; readonly prompt?: string; readonly messages?: readonly TextMessage[] };

export type FromChild =
  /** Comes any number of times before `ready`. */
  | { readonly type: 'loading'; readonly id: number; readonly share: number }
  | { readonly type: 'ready'; readonly id: number; readonly contextLength: number }
  | { readonly type: 'delta'; readonly id: number; readonly content: string }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly finishReason: 'stop' | 'length';
      readonly promptTokens: number;
      readonly completionTokens: number;
      readonly firstToken?: TokenChoices;
    }
  | { readonly type: 'aborted'; readonly id: number }
  | { readonly type: 'counts'; readonly id: number; readonly counts: number[] }
  | { readonly type: 'tokens'; readonly id: number; readonly tokens: number[] }
  | {
      readonly type: 'error';
      readonly id: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly details?: Record<string, unknown>;
    };
