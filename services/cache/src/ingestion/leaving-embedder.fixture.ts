import { FakeEmbedder } from '../embedding/vectors/fake-embedder.fixture.js';

/** Its caller goes away while the first chunk is embedded. */
export class LeavingEmbedder extends FakeEmbedder {
  constructor(private readonly leaving: AbortController) {
    super();
  }

  override embed(text: string): Promise<Float32Array> {
    this.leaving.abort();
    return super.embed(text);
  }
}
