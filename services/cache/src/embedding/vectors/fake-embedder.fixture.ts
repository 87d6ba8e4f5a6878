import { Embedder, type TokenVectors } from './embedder.port.js';

/** Vectors a test chooses; an unknown text gets one that is like nothing else. */
export class FakeEmbedder extends Embedder {
  readonly id = 'fake';
  readonly dimensions = 4;
  readonly maxTokens = 512;
  calls = 0;
  failure: Error | undefined;
  private readonly vectors = new Map<string, Float32Array>();

  set(text: string, vector: readonly number[]): void {
    const length = Math.hypot(...vector);
    this.vectors.set(
      text,
      Float32Array.from(vector, (value) => value / length),
    );
  }

  /** Each word is one token with the vector that a text of this one word has. */
  async embedTokens(text: string): Promise<TokenVectors> {
    const words = ['[CLS]', ...text.toLowerCase().split(/\s+/u), '[SEP]'];
    const rows = await Promise.all(words.map((word) => this.embed(word)));
    return {
      pieces: words.map((word, id) => ({ id: 2_000 + id, text: word })),
      vectors: Float32Array.from(rows.flatMap((row) => [...row])),
    };
  }

  async embed(text: string): Promise<Float32Array> {
    this.calls += 1;
    if (this.failure) throw this.failure;
    return this.vectors.get(text) ?? Float32Array.from([0, 0, 0, 1]);
  }

  async countTokens(text: string): Promise<number> {
    return text.split(/\s+/u).length + 2;
  }

  assertReady(): void {}

  async close(): Promise<void> {}
}
