/**
 * `query` looks for passages, `passage` is looked for, `question` is compared with other questions.
 * The first and the last are waited for by somebody and go before passages.
 */
export type EmbeddingKind = 'query' | 'passage' | 'question';

/** A text token by token, as the model reads it, its marks of beginning and end included. */
export interface TokenVectors {
  /** Of each token what it is written as (a part of a word begins with "##") and its number in the vocabulary. */
  readonly pieces: readonly { readonly id: number; readonly text: string }[];
  /** Row by row, `dimensions` numbers each, every row of length one. */
  readonly vectors: Float32Array;
}

/**
 * Turns text into a vector of length one. The same text and kind always give the same bytes: vectors are cached under the text's hash.
 */
export abstract class Embedder {
  /** Part of every cache key: a vector of another embedder never meets this one's. */
  abstract readonly id: string;
  abstract readonly dimensions: number;

  /** The model's window: what a text has beyond it `embed` leaves out. */
  abstract readonly maxTokens: number;

  /** @throws AppError FAILED_PRECONDITION when the model isn't there, CANCELLED when the signal aborts first, UNAVAILABLE after close. */
  abstract embed(text: string, kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array>;

  /**
   * The vectors of the text's tokens instead of the text's one. The first row is what `embed` would give for a passage.
   * @throws as `embed` does
   */
  abstract embedTokens(text: string, signal?: AbortSignal): Promise<TokenVectors>;

  /** A text's tokens, marks included, however many. @throws as `embed` does */
  abstract countTokens(text: string, signal?: AbortSignal): Promise<number>;

  /** Throws what `embed` would throw whatever the text; readiness reports it. */
  abstract assertReady(): void;

  abstract close(): Promise<void>;
}

/** Of vectors of length one, as embedders give them. */
export function cosineOf(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}
