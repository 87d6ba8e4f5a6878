import { setImmediate as turn } from 'node:timers/promises';
import type { IngestionFrame, ingestionRequestSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { assertStillWanted, type MessageClient, type RequestContext } from '@docmind/messaging';
import type { z } from 'zod';
import type { CacheMonitor, IngestionStep } from '../monitoring/cache-monitor.js';
import type { Embedder } from '../embedding/vectors/embedder.port.js';
import type { DocumentParsers } from './documents/document-parser.port.js';
import { frameBatches, wireChunks } from './frames.policy.js';
import type { ParsedDocument, TextChunk } from './documents/parsed-document.js';
import { embeddedText, splitting, SPLITTER_VERSION } from './documents/splitting.policy.js';
import type { StepStore } from './steps/step-store.port.js';
import { readUpload } from './upload-reader.js';
import { joinVectors, splitVectors } from './steps/vector-bytes.policy.js';

/** Whoever else waits gets a turn this often. */
const TURN_MS = 10;
const PART_CHUNKS = 32;

export type IngestionRequest = z.infer<typeof ingestionRequestSchema>;

export interface IngestionParts {
  readonly messages: MessageClient;
  readonly parsers: DocumentParsers;
  readonly steps: StepStore;
  readonly embedder: Embedder;
  readonly monitor: CacheMonitor;
}
interface Run {
  readonly request: IngestionRequest;
  readonly context: RequestContext;
  readonly cached: IngestionStep[];
}
interface Step<T> {
  readonly name: IngestionStep;
  readonly fingerprint: string;
  readonly work: () => Promise<T>;
  readonly encode: (result: T) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => T;
}

/**
 * Document to chunks with vectors, in three steps. Each step's result is kept under the content's hash and everything that shaped it, so that
 * the same bytes give the same chunks, byte for byte, without being pulled, read or embedded again.
 */
export class IngestionService {
  constructor(
    private readonly parts: IngestionParts,
    private readonly maxDocumentBytes: number,
  ) {}

  async *process(request: IngestionRequest, context: RequestContext): AsyncGenerator<IngestionFrame> {
    const startedAt = performance.now();
    this.assertSize(request);
    const run: Run = { request, context, cached: [] };
    const { embedder, parsers } = this.parts;
    const parsedAs = `${request.mediaType}:${parsers.of(request.mediaType).version}`;
    const parsed = await this.step(run, this.parseStep(run, parsedAs));
    const chunks = await this.step(run, this.splitStep(run, `${parsedAs}|${SPLITTER_VERSION}`, parsed));
    const vectors = await this.embed(run, `${parsedAs}|${SPLITTER_VERSION}|${embedder.id}`, chunks);
    for (const batch of frameBatches(wireChunks(chunks, vectors))) yield { type: 'chunks', chunks: batch };
    yield {
      type: 'done',
      chunkCount: chunks.length,
      pages: parsed.pages,
      dimensions: embedder.dimensions,
      embedder: embedder.id,
      cachedSteps: run.cached,
      totalMs: performance.now() - startedAt,
    };
  }

  private assertSize({ name, sizeBytes }: IngestionRequest): void {
    if (sizeBytes <= this.maxDocumentBytes) return;
    throw new AppError(
      'INVALID_ARGUMENT',
      `"${name}" has ${sizeBytes} bytes; at most ${this.maxDocumentBytes} are taken, so send it in parts`,
    );
  }

  private parseStep(run: Run, fingerprint: string): Step<ParsedDocument> {
    const { messages, parsers } = this.parts;
    const { request, context } = run;
    return {
      name: 'parse',
      fingerprint,
      work: async () => {
        const bytes = await readUpload(messages, request, context);
        return parsers.of(request.mediaType).parse(bytes, request.name, context.signal);
      },
      ...json<ParsedDocument>(),
    };
  }

  private splitStep(run: Run, fingerprint: string, parsed: ParsedDocument): Step<TextChunk[]> {
    const work = async (): Promise<TextChunk[]> => {
      const chunks: TextChunk[] = [];
      let turnAtMs = performance.now() + TURN_MS;
      for (const chunk of splitting(parsed.blocks)) {
        chunks.push(chunk);
        if (performance.now() < turnAtMs) continue;
        await turn();
        assertStillWanted(run.context);
        turnAtMs = performance.now() + TURN_MS;
      }
      return chunks;
    };
    return { name: 'split', fingerprint, work, ...json<TextChunk[]>() };
  }

  /** In parts, each kept when it is done: a crash in a long document costs one part. */
  private async embed(run: Run, fingerprint: string, chunks: readonly TextChunk[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    let cachedParts = 0;
    for (let from = 0; from < chunks.length; from += PART_CHUNKS) {
      const part = this.embedStep(run, `${fingerprint}|${from}`, chunks.slice(from, from + PART_CHUNKS));
      const known = await this.known(run, part);
      if (known) cachedParts += 1;
      vectors.push(...(known ?? (await this.work(run, part))));
    }
    this.count(run, 'embed', cachedParts * PART_CHUNKS >= chunks.length);
    return vectors;
  }

  private embedStep(run: Run, fingerprint: string, chunks: readonly TextChunk[]): Step<Float32Array[]> {
    const { embedder } = this.parts;
    return {
      name: 'embed',
      fingerprint,
      work: async () => {
        const vectors: Float32Array[] = [];
        for (const chunk of chunks) {
          assertStillWanted(run.context);
          vectors.push(await embedder.embed(embeddedText(chunk), 'passage', run.context.signal));
        }
        return vectors;
      },
      encode: joinVectors,
      decode: (bytes) => splitVectors(bytes, embedder.dimensions),
    };
  }

  private async step<T>(run: Run, step: Step<T>): Promise<T> {
    const known = await this.known(run, step);
    this.count(run, step.name, known !== undefined);
    return known ?? this.work(run, step);
  }

  /** A store that fails costs the work again, never the document. */
  private async known<T>(run: Run, { name, fingerprint, decode }: Step<T>): Promise<T | undefined> {
    const { steps, monitor } = this.parts;
    const key = { contentHash: run.request.contentHash, step: name, fingerprint };
    return monitor.orElse('ingestion', undefined, async () => {
      const kept = await steps.get(key);
      return kept && decode(kept);
    });
  }

  private async work<T>(run: Run, { name, fingerprint, work, encode }: Step<T>): Promise<T> {
    const { steps, monitor } = this.parts;
    const result = await work();
    const key = { contentHash: run.request.contentHash, step: name, fingerprint };
    await monitor.orElse('ingestion', undefined, () => steps.put(key, encode(result)));
    this.measure();
    return result;
  }

  private count(run: Run, name: IngestionStep, cached: boolean): void {
    this.parts.monitor.step(name, cached);
    if (cached) run.cached.push(name);
  }

  private measure(): void {
    const { steps, monitor } = this.parts;
    try {
      monitor.ingestionSized(steps.figures());
    } catch (error) {
      monitor.fault('ingestion', error);
    }
  }
}

function json<T>(): { encode: (value: T) => Uint8Array; decode: (bytes: Uint8Array) => T } {
  return { encode: (value) => Buffer.from(JSON.stringify(value)), decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as T };
}
