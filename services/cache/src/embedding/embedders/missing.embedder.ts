import type { AppError } from '@docmind/errors';
import { Embedder, type TokenVectors } from '../vectors/embedder.port.js';

/** Stands in while the model isn't pulled: the service starts, says what to do, and is not ready. */
export class MissingEmbedder extends Embedder {
  readonly maxTokens = Infinity;

  constructor(
    readonly id: string,
    readonly dimensions: number,
    private readonly reason: AppError,
  ) {
    super();
  }

  embed(): Promise<Float32Array> {
    return Promise.reject(this.reason);
  }

  embedTokens(): Promise<TokenVectors> {
    return Promise.reject(this.reason);
  }

  countTokens(): Promise<number> {
    return Promise.reject(this.reason);
  }

  assertReady(): void {
    throw this.reason;
  }

  async close(): Promise<void> {}
}
