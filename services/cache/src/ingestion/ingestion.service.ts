import type { IngestionFrame, MediaType } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { assertStillWanted, type RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { Embedder } from '../embedding/vectors/embedder.port.js';
import { DocumentChunks, type IngestionRequest, type Run } from './document-chunks.js';
import { embeddedText } from './documents/chunk-text.policy.js';
import { chunksOf } from './documents/document-parts.policy.js';
import type { TextChunk } from './documents/parsed-document.js';
import { frameBatches, wireChunks } from './frames.policy.js';
import { KeptSteps } from './steps/kept-steps.js';
import { contentKeyOf, pieceKeyOf, type StepKey } from './steps/step-store.port.js';
import { joinVectors, splitVectors } from './steps/vector-bytes.policy.js';

/** Chunks that are embedded at once, whose vectors are kept together: a crash in a long document costs one such part. */
const EMBEDDED_AT_ONCE = 32;

/**
 * Document to chunks with vectors, in three steps. Each step's result is kept under the content's hash and everything that shaped it, so that
 * the same bytes give the same chunks, byte for byte, without being pulled, read or embedded again.
 */
@Injectable()
export class IngestionService {
  constructor(
    private readonly documents: DocumentChunks,
    private readonly steps: KeptSteps,
    private readonly embedder: Embedder,
    @Inject(CACHE_CONFIG) private readonly config: Pick<CacheConfig, 'CACHE_MAX_DOCUMENT_BYTES'>,
  ) {}

  /** Each part of the chunks goes as soon as it is embedded, and leaves nothing here. */
  async *process(request: IngestionRequest, context: RequestContext): AsyncGenerator<IngestionFrame> {
    const startedAt = performance.now();
    this.assertSize(request);
    const run: Run = { request, context, cached: [] };
    const fingerprint = this.fingerprintOf(request.mediaType);
    const parts = yield* this.documents.of(run);
    const { pages, chunkCount } = parts;
    let cachedChunks = 0;
    for await (const part of parts.parts()) {
      const chunks = chunksOf(part);
      const vectors: Float32Array[] = [];
      for (let from = 0; from < chunks.length; from += EMBEDDED_AT_ONCE) {
        const own = chunks.slice(from, from + EMBEDDED_AT_ONCE);
        yield { type: 'progress', step: 'embed', done: own[0]?.index ?? 0, total: chunkCount };
        const { found, isKept } = await this.embed(run, fingerprint, own);
        if (isKept) cachedChunks += own.length;
        vectors.push(...found);
      }
      for (const batch of frameBatches(wireChunks(chunks, vectors))) yield { type: 'chunks', chunks: batch };
    }
    this.documents.count(run, 'embed', cachedChunks >= chunkCount);
    const { dimensions, id: embedder } = this.embedder;
    const totalMs = performance.now() - startedAt;
    yield { type: 'done', chunkCount, pages, dimensions, embedder, fingerprint, cachedSteps: run.cached, totalMs };
  }

  /** Equal fingerprints give equal chunks of the same bytes. */
  fingerprintOf(mediaType: MediaType): string {
    return `${this.documents.fingerprintOf(mediaType)}|${this.embedder.id}`;
  }

  private assertSize({ name, sizeBytes }: IngestionRequest): void {
    const most = this.config.CACHE_MAX_DOCUMENT_BYTES;
    if (sizeBytes <= most) return;
    throw new AppError('INVALID_ARGUMENT', `"${name}" has ${sizeBytes} bytes; at most ${most} are taken, so send it in parts`);
  }

  /** What is embedded already, in an earlier version too, is not again. */
  private async embed(
    { request, context }: Run,
    fingerprint: string,
    chunks: readonly TextChunk[],
  ): Promise<{ found: readonly Float32Array[]; isKept: boolean }> {
    const { embedder } = this;
    const contentHash = contentKeyOf(context.tenant, request.contentHash);
    const key: StepKey = { contentHash, step: 'embed', fingerprint: `${fingerprint}|${chunks[0]?.index ?? 0}` };
    const known = await this.steps.find(key, (bytes) => splitVectors(bytes, embedder.dimensions));
    if (known) return { found: known, isKept: true };
    assertStillWanted(context);
    const texts = chunks.map(embeddedText);
    const pieces = texts.map((text) => pieceKeyOf(context.tenant, embedder.id, text));
    const kept = await this.steps.pieces(pieces, (bytes) => splitVectors(bytes, embedder.dimensions)[0] as Float32Array);
    const vectors = new Map<string, Float32Array | Promise<Float32Array>>(kept);
    // At once: the embedder has more than one thread for passages, and starts none for a caller who has left.
    const found = await Promise.all(
      pieces.map(async (piece, at) => {
        const vector = vectors.get(piece) ?? embedder.embed(texts[at] as string, 'passage', context.signal);
        vectors.set(piece, vector);
        return vector;
      }),
    );
    await this.steps.keep(key, joinVectors(found), pieces);
    return { found, isKept: false };
  }
}
