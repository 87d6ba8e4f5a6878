import { EventEmitter, on } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { IngestionFrame, ingestionRequestSchema, MediaType } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { assertStillWanted, MessageClient, type RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { Embedder } from '../embedding/vectors/embedder.port.js';
import type { IngestionStep } from '../monitoring/cache-monitor.js';
import { DocumentParsers, type OnPage } from './documents/document-parser.port.js';
import type { ParsedDocument, TextChunk } from './documents/parsed-document.js';
import { embeddedText, splitting, SPLITTER_VERSION } from './documents/splitting.policy.js';
import { frameBatches, wireChunks } from './frames.policy.js';
import { KeptSteps, type Step } from './steps/kept-steps.js';
import { contentKeyOf, pieceKeyOf } from './steps/step-store.port.js';
import { joinVectors, splitVectors } from './steps/vector-bytes.policy.js';
import { readUpload } from './upload-reader.js';

/** Whoever else waits gets a turn this often. */
const TURN_MS = 10;
const PART_CHUNKS = 32;

export type IngestionRequest = z.infer<typeof ingestionRequestSchema>;

type Progress = Extract<IngestionFrame, { type: 'progress' }>;

interface Run {
  readonly request: IngestionRequest;
  readonly context: RequestContext;
  readonly cached: IngestionStep[];
}

/**
 * Document to chunks with vectors, in three steps. Each step's result is kept under the content's hash and everything that shaped it, so that
 * the same bytes give the same chunks, byte for byte, without being pulled, read or embedded again.
 */
@Injectable()
export class IngestionService {
  constructor(
    private readonly messages: MessageClient,
    private readonly parsers: DocumentParsers,
    private readonly steps: KeptSteps,
    private readonly embedder: Embedder,
    @Inject(CACHE_CONFIG) private readonly config: Pick<CacheConfig, 'CACHE_MAX_DOCUMENT_BYTES'>,
  ) {}

  async *process(request: IngestionRequest, context: RequestContext): AsyncGenerator<IngestionFrame> {
    const startedAt = performance.now();
    this.assertSize(request);
    const run: Run = { request, context, cached: [] };
    const { embedder } = this;
    const parsedAs = `${request.mediaType}:${this.parsers.versionOf(request.mediaType)}`;
    const parsed = yield* this.parse(run, parsedAs);
    const chunks = await this.step(run, this.splitStep(run, `${parsedAs}|${SPLITTER_VERSION}`, parsed));
    const fingerprint = this.fingerprintOf(request.mediaType);
    const vectors = yield* this.embed(run, fingerprint, chunks);
    for (const batch of frameBatches(wireChunks(chunks, vectors))) yield { type: 'chunks', chunks: batch };
    yield {
      type: 'done',
      chunkCount: chunks.length,
      pages: parsed.pages,
      dimensions: embedder.dimensions,
      embedder: embedder.id,
      fingerprint,
      cachedSteps: run.cached,
      totalMs: performance.now() - startedAt,
    };
  }

  /** Equal fingerprints give equal chunks of the same bytes. */
  fingerprintOf(mediaType: MediaType): string {
    return `${mediaType}:${this.parsers.versionOf(mediaType)}|${SPLITTER_VERSION}|${this.embedder.id}`;
  }

  private assertSize({ name, sizeBytes }: IngestionRequest): void {
    const most = this.config.CACHE_MAX_DOCUMENT_BYTES;
    if (sizeBytes <= most) return;
    throw new AppError('INVALID_ARGUMENT', `"${name}" has ${sizeBytes} bytes; at most ${most} are taken, so send it in parts`);
  }

  private async *parse(run: Run, fingerprint: string): AsyncGenerator<IngestionFrame, ParsedDocument, undefined> {
    const reading = new EventEmitter();
    const steps = on(reading, 'step', { close: ['end'] }) as AsyncIterable<[Progress]>;
    const parsed = this.step(
      run,
      this.parseStep(run, fingerprint, (progress) => reading.emit('step', progress)),
    );
    const end = (): void => void reading.emit('end');
    parsed.then(end, end);
    for await (const [progress] of steps) yield progress;
    return parsed;
  }

  private parseStep(run: Run, fingerprint: string, tell: (progress: Progress) => void): Step<ParsedDocument> {
    const { request, context } = run;
    const onPage: OnPage = ({ done, total }) => tell({ type: 'progress', step: 'parse', done, total });
    const onRecognition = () => tell({ type: 'progress', step: 'waiting', done: 0, total: 0 });
    return {
      name: 'parse',
      contentHash: ofTenant(run),
      fingerprint,
      work: async () => {
        const bytes = await readUpload(this.messages, request, context);
        const { mediaType, name } = request;
        return this.parsers.parse({ bytes, mediaType, name }, context.signal, onPage, onRecognition);
      },
      ...json<ParsedDocument>(),
    };
  }

  private splitStep(run: Run, fingerprint: string, parsed: ParsedDocument): Step<TextChunk[]> {
    const work = async (): Promise<TextChunk[]> => {
      const chunks: TextChunk[] = [];
      let turnAtMs = performance.now() + TURN_MS;
      for (const chunk of splitting(parsed)) {
        chunks.push(chunk);
        if (performance.now() < turnAtMs) continue;
        await turn();
        assertStillWanted(run.context);
        turnAtMs = performance.now() + TURN_MS;
      }
      return chunks;
    };
    return { name: 'split', contentHash: ofTenant(run), fingerprint, work, ...json<TextChunk[]>() };
  }

  /** In parts, each kept when it is done: a crash in a long document costs one part. What is embedded already, in an earlier version too, is not again. */
  private async *embed(
    run: Run,
    fingerprint: string,
    chunks: readonly TextChunk[],
  ): AsyncGenerator<IngestionFrame, Float32Array[], undefined> {
    const vectors: Float32Array[] = [];
    let cachedParts = 0;
    for (let from = 0; from < chunks.length; from += PART_CHUNKS) {
      yield { type: 'progress', step: 'embed', done: from, total: chunks.length };
      const part = this.embedStep(run, `${fingerprint}|${from}`, chunks.slice(from, from + PART_CHUNKS));
      const known = await this.steps.find(part);
      if (known) cachedParts += 1;
      vectors.push(...(known ?? (await this.steps.work(part))));
    }
    this.count(run, 'embed', cachedParts * PART_CHUNKS >= chunks.length);
    return vectors;
  }

  private embedStep(run: Run, fingerprint: string, chunks: readonly TextChunk[]): Step<Float32Array[]> {
    const { embedder } = this;
    const texts = chunks.map(embeddedText);
    const pieces = texts.map((text) => pieceKeyOf(run.context.tenant, embedder.id, text));
    return {
      name: 'embed',
      contentHash: ofTenant(run),
      fingerprint,
      pieces,
      work: async () => {
        assertStillWanted(run.context);
        const kept = await this.steps.pieces(pieces, (bytes) => splitVectors(bytes, embedder.dimensions)[0] as Float32Array);
        const vectors = new Map<string, Float32Array | Promise<Float32Array>>(kept);
        // At once: the embedder has more than one thread for passages, and starts none for a caller who has left.
        return Promise.all(
          pieces.map(async (key, at) => {
            const vector = vectors.get(key) ?? embedder.embed(texts[at] as string, 'passage', run.context.signal);
            vectors.set(key, vector);
            return vector;
          }),
        );
      },
      encode: joinVectors,
      decode: (bytes) => splitVectors(bytes, embedder.dimensions),
    };
  }

  private async step<T>(run: Run, step: Step<T>): Promise<T> {
    const known = await this.steps.find(step);
    this.count(run, step.name, known !== undefined);
    return known ?? this.steps.work(step);
  }

  private count(run: Run, name: IngestionStep, cached: boolean): void {
    this.steps.count(name, cached);
    if (cached) run.cached.push(name);
  }
}

function json<T>(): { encode: (value: T) => Uint8Array; decode: (bytes: Uint8Array) => T } {
  return { encode: (value) => Buffer.from(JSON.stringify(value)), decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as T };
}

function ofTenant({ request, context }: Run): string {
  return contentKeyOf(context.tenant, request.contentHash);
}
