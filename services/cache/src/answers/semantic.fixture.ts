import type { CacheScope, Citation } from '@docmind/contracts';
import { Clock } from '../monitoring/clock.js';
import { Embedder, type TokenVectors } from '../embedding/vectors/embedder.port.js';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import { exactKeyOf } from '../entries/entry/keys.policy.js';
import type { StoreRequest } from './answer-requests.js';

export class FakeClock extends Clock {
  constructor(private now = 1_000_000) {
    super();
  }

  nowMs(): number {
    return this.now;
  }

  advance(ms: number): void {
    this.now += ms;
  }
}

/** Vectors a test chooses; an unknown text gets one that is like nothing else. */
export class FakeEmbedder extends Embedder {
  readonly id = 'fake';
  readonly dimensions = 4;
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

  assertReady(): void {}

  async close(): Promise<void> {}
}

export const SCOPE: CacheScope = {
  tenant: 't1',
  namespace: 'ns',
  model: 'docmind',
  prompt: 'p1',
  conversation: '',
  corpus: 'all',
  queryType: 'fact',
};

export function citation(documentId: string): Citation {
  return { documentId, documentName: `${documentId}.md`, chunkId: `${documentId}-1`, excerpt: 'kept for 35 days', score: 0.9 };
}

export function storeRequest(change: Partial<StoreRequest> & { documents?: string[]; corpus?: string } = {}): StoreRequest {
  const { documents = ['d1'], corpus = SCOPE.corpus, ...rest } = change;
  return {
    scope: { ...SCOPE, corpus },
    question: 'How long are daily snapshots kept?',
    answer: '35 days',
    citations: documents.map(citation),
    finishReason: 'stop',
    temperature: 0,
    grounded: true,
    ...rest,
  };
}

export function entry(change: Partial<CacheEntry> & { id: string }): CacheEntry {
  const { scopeKey = 'scope-1', question = `question ${change.id}` } = change;
  return {
    scopeKey,
    exactKey: exactKeyOf(scopeKey, question),
    tenant: 't1',
    namespace: 'ns',
    model: 'docmind',
    question,
    answer: `answer ${change.id}`,
    citations: [],
    fromDocuments: false,
    epoch: 0,
    createdAtMs: 1_000_000,
    expiresAtMs: 2_000_000,
    ...change,
  };
}
