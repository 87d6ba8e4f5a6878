import { AppError } from '@docmind/errors';
import type { EmbeddingKind } from '../embedding/vectors/embedder.port.js';
import { FakeEmbedder } from '../embedding/vectors/fake-embedder.fixture.js';

/** Its caller goes away when the first chunk is embedded. */
export class LeavingEmbedder extends FakeEmbedder {
  constructor(private readonly leaving: AbortController) {
    super();
  }

  override async embed(text: string, _kind?: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array> {
    if (signal?.aborted) throw new AppError('CANCELLED', 'The caller went away before its text was embedded');
    this.leaving.abort();
    return super.embed(text);
  }
}
