import { EventEmitter, on } from 'node:events';
import type { IngestionFrame, ingestionRequestSchema, MediaType } from '@docmind/contracts';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { IngestionStep } from '../monitoring/cache-monitor.js';
import { SPLITTER_VERSION } from './documents/chunk-text.policy.js';
import { type DocumentPart, DocumentParsers, type ReadingWatcher, type UnreadDocument } from './documents/document-parser.port.js';
import { KeptSteps } from './steps/kept-steps.js';
import { PackedParts } from './steps/packed-parts.js';
import { contentKeyOf, type StepKey } from './steps/step-store.port.js';
import { readUpload } from './upload-reader.js';

export type IngestionRequest = z.infer<typeof ingestionRequestSchema>;

type Progress = Extract<IngestionFrame, { type: 'progress' }>;

export interface Run {
  readonly request: IngestionRequest;
  readonly context: RequestContext;
  /** Steps whose results were all there. */
  readonly cached: IngestionStep[];
}

/** From a document's bytes to its chunks: from what is kept of it where that is whole, else read anew. */
@Injectable()
export class DocumentChunks {
  constructor(
    private readonly messages: MessageClient,
    private readonly parsers: DocumentParsers,
    private readonly steps: KeptSteps,
  ) {}

  /** Equal ones give equal chunks of the same bytes. */
  fingerprintOf(mediaType: MediaType): string {
    return `${this.parsedAs(mediaType)}|${SPLITTER_VERSION}`;
  }

  /** The parts of all chunks; meanwhile, how far it is. */
  async *of(run: Run): AsyncGenerator<Progress, PackedParts, undefined> {
    const split = await this.kept(run, 'split');
    const parsed = split ?? (await this.kept(run, 'parse'));
    this.count(run, 'parse', parsed !== undefined);
    this.count(run, 'split', split !== undefined);
    return split ?? (yield* this.work(run, parsed));
  }

  count({ cached }: Run, name: IngestionStep, isKept: boolean): void {
    this.steps.count(name, isKept);
    if (isKept) cached.push(name);
  }

  private async *work(run: Run, parsed: PackedParts | undefined): AsyncGenerator<Progress, PackedParts, undefined> {
    const reading = new EventEmitter();
    const told = on(reading, 'step', { close: ['end'] }) as AsyncIterable<[Progress]>;
    const tell = (step: Progress['step'], done = 0, total = 0): void =>
      void reading.emit('step', { type: 'progress', step, done, total } satisfies Progress);
    const chunks = new PackedParts();
    const watcher: ReadingWatcher = {
      onPage: ({ done, total }) => tell('parse', done, total),
      onLongTurn: () => tell('waiting'),
      onPart: (part) => this.take(run, part, chunks),
    };
    const { signal } = run.context;
    const { name, mediaType } = run.request;
    const work = parsed
      ? this.parsers.split({ bytes: () => parsed.parts(), sizeBytes: parsed.sizeBytes, name, mediaType }, signal, watcher)
      : this.parsers.read(this.unread(run), signal, watcher);
    const end = (): void => void reading.emit('end');
    work.then(end, end);
    for await (const [progress] of told) yield progress;
    await work;
    return chunks;
  }

  private unread({ request, context }: Run): UnreadDocument {
    const { name, mediaType, sizeBytes } = request;
    return { bytes: () => readUpload(this.messages, request, context), sizeBytes, name, mediaType };
  }

  private async take(run: Run, { step, at, bytes }: DocumentPart, chunks: PackedParts): Promise<void> {
    if (step === 'split') await chunks.add(at, bytes);
    await this.steps.keep(this.keyOf(run, step, at), bytes);
  }

  /** Undefined where any part of it is missing. */
  private async kept(run: Run, step: DocumentPart['step']): Promise<PackedParts | undefined> {
    const found = new PackedParts();
    for (let at = 0; ; at += 1) {
      const part = await this.steps.find(this.keyOf(run, step, at), (bytes) => bytes);
      if (part === undefined) return undefined;
      await found.add(at, part);
      if (found.isLast(at)) return found;
    }
  }

  private keyOf({ request, context }: Run, step: DocumentPart['step'], at: number): StepKey {
    const { mediaType, contentHash } = request;
    const fingerprint = step === 'parse' ? this.parsedAs(mediaType) : this.fingerprintOf(mediaType);
    return { contentHash: contentKeyOf(context.tenant, contentHash), step, fingerprint: `${fingerprint}|part ${at}` };
  }

  private parsedAs(mediaType: MediaType): string {
    return `${mediaType}:${this.parsers.versionOf(mediaType)}`;
  }
}
