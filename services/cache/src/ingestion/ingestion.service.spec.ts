import { createHash } from 'node:crypto';
import { decodeVector, DOCX_MEDIA_TYPE, type IngestionFrame, type MediaType, UPLOAD_PART_BYTES } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { FakeEmbedder } from '../embedding/vectors/fake-embedder.fixture.js';
import { FakeClock } from '../monitoring/fake-clock.fixture.js';
import { DocumentChunks, type IngestionRequest } from './document-chunks.js';
import { IngestionService } from './ingestion.service.js';
import { KeptSteps } from './steps/kept-steps.js';
import { makeDocx } from './docx.fixture.js';
import { makePdf } from './pdf.fixture.js';
import { drawPicture, makeScannedPdf } from './picture.fixture.js';
import { DocumentReader } from './reading/document-reader.js';
import { SqliteStepStore } from './stores/sqlite-step.store.js';
import { LeavingEmbedder } from './leaving-embedder.fixture.js';
import { UploadClient } from './upload-client.fixture.js';

const MARKDOWN = Buffer.from('# Retention\n\nDaily snapshots are kept for 35 days.\n\n# Restore\n\nA restore takes an hour.\n');

describe('IngestionService', () => {
  const reader = new DocumentReader();
  afterAll(() => reader.close());
  let messages: UploadClient;
  let steps: SqliteStepStore;
  let embedder: FakeEmbedder;
  let monitor: CacheMonitor;
  let service: IngestionService;
  beforeEach(() => {
    messages = new UploadClient();
    steps = new SqliteStepStore({ path: ':memory:', maxBytes: 10_000_000, clock: new FakeClock(), onRebuilt: () => undefined });
    embedder = new FakeEmbedder();
    monitor = new CacheMonitor({ warn: () => undefined, error: () => undefined }, new MetricsRegistry('cache'));
    service = serviceWith(embedder);
  });
  afterEach(() => steps.close());

  const serviceWith = (by: FakeEmbedder): IngestionService => {
    const kept = new KeptSteps(steps, monitor);
    return new IngestionService(new DocumentChunks(messages, reader, kept), kept, by, { CACHE_MAX_DOCUMENT_BYTES: 5_000_000 });
  };
  const requestFor = (bytes: Uint8Array, mediaType: MediaType = 'text/markdown'): IngestionRequest => {
    messages.bytes = bytes;
    const contentHash = createHash('sha256').update(bytes).digest('hex');
    return { name: 'doc', mediaType, contentHash, sizeBytes: bytes.length, source: { instance: 'orch-1', uploadId: 'u1' } };
  };
  const ingest = async (
    request: IngestionRequest,
    signal?: AbortSignal,
  ): Promise<{ chunks: IngestionFrame[]; done: IngestionFrame | undefined }> => {
    const frames: IngestionFrame[] = [];
    for await (const frame of service.process(request, newRequestContext({ signal }))) if (frame.type !== 'progress') frames.push(frame);
    return { chunks: frames.slice(0, -1), done: frames.at(-1) };
  };

  it('gives chunks with headings and vectors, and then what was done', async () => {
    const { chunks, done } = await ingest(requestFor(MARKDOWN));
    expect(chunks).toEqual([
      {
        type: 'chunks',
        chunks: [
          {
            index: 0,
            text: 'Daily snapshots are kept for 35 days.',
            heading: 'Retention',
            place: { start: 13, end: 50 },
            vector: expect.any(String),
          },
          { index: 1, text: 'A restore takes an hour.', heading: 'Restore', place: { start: 63, end: 87 }, vector: expect.any(String) },
        ],
      },
    ]);
    const fingerprint = service.fingerprintOf('text/markdown');
    expect(done).toMatchObject({ type: 'done', chunkCount: 2, pages: 0, dimensions: 4, embedder: 'fake', fingerprint, cachedSteps: [] });
    expect(fingerprint).not.toBe(service.fingerprintOf('text/plain'));
    expect(messages.reads).toEqual([{ offset: 0, instance: 'orch-1' }]);
  });

  it('takes all three steps from the cache the second time, byte for byte, without pulling or embedding', async () => {
    embedder.set('Retention\nDaily snapshots are kept for 35 days.', [0.1, 0.2, 0.3, 0.4]);
    const first = await ingest(requestFor(MARKDOWN));
    const calls = embedder.calls;
    messages.reads = [];
    const second = await ingest({ ...requestFor(MARKDOWN), name: 'the same under another name' });
    expect(JSON.stringify(second.chunks)).toBe(JSON.stringify(first.chunks));
    expect(second.done).toMatchObject({ cachedSteps: ['parse', 'split', 'embed'] });
    expect(messages.reads).toEqual([]);
    expect(embedder.calls).toBe(calls);
    expect(monitor.counts().steps).toEqual({ hits: 3, misses: 3 });
  });

  it('tells no other tenant that the bytes are known', async () => {
    await ingest(requestFor(MARKDOWN));
    const others: IngestionFrame[] = [];
    for await (const frame of service.process(requestFor(MARKDOWN), newRequestContext({ tenant: 'other' }))) others.push(frame);
    expect(others.at(-1)).toMatchObject({ type: 'done', cachedSteps: [] });
    expect((await ingest(requestFor(MARKDOWN))).done).toMatchObject({ cachedSteps: ['parse', 'split', 'embed'] });
  });

  it('reads the same bytes anew as another media type', async () => {
    await ingest(requestFor(MARKDOWN));
    const { done } = await ingest(requestFor(MARKDOWN, 'text/plain'));
    expect(done).toMatchObject({ cachedSteps: [], chunkCount: 1 });
  });

  it('pulls a large document in parts and sends it on in frames below the limit of a message', async () => {
    const text = Array.from(
      { length: 3_000 },
      (_, at) => `Paragraph ${at} tells of the ${at} th snapshot.\n\n${'filler words here '.repeat(15)}`,
    ).join('\n\n');
    const { chunks, done } = await ingest(requestFor(Buffer.from(text), 'text/plain'));
    expect(messages.reads.map(({ offset }) => offset)).toEqual([0, UPLOAD_PART_BYTES]);
    expect(chunks.length).toBeGreaterThan(1);
    for (const frame of chunks) expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThan(512 * 1024);
    expect(done).toMatchObject({ chunkCount: chunks.flatMap((frame) => (frame.type === 'chunks' ? frame.chunks : [])).length });
  });

  it('keeps the page of a PDF', async () => {
    const { chunks, done } = await ingest(requestFor(makePdf([['First page.'], ['Second page.']]), 'application/pdf'));
    expect(chunks[0]).toMatchObject({ chunks: [{ page: 1 }, { page: 2 }] });
    expect(done).toMatchObject({ pages: 2 });
    const vector = chunks[0]?.type === 'chunks' ? decodeVector(chunks[0].chunks[0]?.vector ?? '') : undefined;
    expect(vector).toHaveLength(4);
  });

  it.each([
    ['another content', Buffer.from(MARKDOWN).fill('x'), /sha256/],
    ['fewer bytes', MARKDOWN.subarray(0, 10), /announced with \d+ bytes, but 10 came/],
    ['no bytes', new Uint8Array(), /but 0 came/],
    ['more bytes', Buffer.concat([MARKDOWN, MARKDOWN]), /send it again/],
  ])('refuses %s than was announced, and keeps nothing of it', async (_name, bytes, why) => {
    const request = requestFor(MARKDOWN);
    messages.bytes = bytes;
    await expect(ingest(request)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
    expect(steps.figures().bytes).toBe(0);
  });

  it('refuses a document beyond the limit before pulling it', async () => {
    await expect(ingest({ ...requestFor(MARKDOWN), sizeBytes: 5_000_001 })).rejects.toThrow(/at most 5000000/);
    expect(messages.reads).toEqual([]);
  });

  it('refuses a binary sent as PDF, naming the document', async () => {
    await expect(ingest(requestFor(Buffer.from([0, 1, 2, 3]), 'application/pdf'))).rejects.toThrow(/"doc" is not a PDF/);
  });

  it('does the work without a store that fails', async () => {
    const request = requestFor(MARKDOWN);
    steps.close();
    expect((await ingest(request)).done).toMatchObject({ chunkCount: 2, cachedSteps: [] });
    expect(monitor.counts().faults).toBeGreaterThan(0);
    steps = new SqliteStepStore({ path: ':memory:', maxBytes: 1, clock: new FakeClock(), onRebuilt: () => undefined });
  });

  it('stops embedding when the caller leaves, and goes on from what is done', async () => {
    const leaving = new AbortController();
    const request = requestFor(MARKDOWN);
    const leaver = serviceWith(new LeavingEmbedder(leaving));
    const process = async (): Promise<void> => {
      for await (const frame of leaver.process(request, newRequestContext({ signal: leaving.signal })))
        expect(frame.type).not.toBe('chunks');
    };
    await expect(process()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await ingest(request)).done).toMatchObject({ cachedSteps: ['parse', 'split'] });
  });

  it('goes on within a long document from the last part that was embedded', async () => {
    const request = requestFor(Buffer.from(Array.from({ length: 100 }, (_, at) => `# Part ${at}\n\nText of part ${at}.`).join('\n')));
    const embed = embedder.embed.bind(embedder);
    embedder.embed = async (text: string) => {
      if (text.startsWith('Part 70')) throw new Error('crashed');
      return embed(text);
    };
    await expect(ingest(request)).rejects.toThrow('crashed');
    embedder.embed = embed;
    const before = embedder.calls;
    const { done } = await ingest(request);
    expect(done).toMatchObject({ chunkCount: 100, cachedSteps: ['parse', 'split'] });
    expect(embedder.calls - before).toBe(100 - 64);
    expect((await ingest(request)).done).toMatchObject({ cachedSteps: ['parse', 'split', 'embed'] });
  });

  it('takes many documents at once and loses no result', async () => {
    const documents = Array.from({ length: 40 }, (_, at) => Buffer.from(`# Number ${at}\n\n${'Text of this document. '.repeat(50)}`));
    const byHash = new Map(documents.map((bytes) => [createHash('sha256').update(bytes).digest('hex'), bytes]));
    messages.bytesOf = (uploadId) => byHash.get(uploadId) ?? new Uint8Array();
    const ingestAll = () =>
      Promise.all(
        [...byHash].map(([contentHash, bytes]) =>
          ingest({ ...requestFor(bytes), contentHash, source: { instance: 'orch-1', uploadId: contentHash } }),
        ),
      );
    const first = await ingestAll();
    const second = await ingestAll();
    expect(second.map(({ done }) => done)).toEqual(Array(40).fill(expect.objectContaining({ cachedSteps: ['parse', 'split', 'embed'] })));
    expect(JSON.stringify(second.map(({ chunks }) => chunks))).toBe(JSON.stringify(first.map(({ chunks }) => chunks)));
    expect(steps.figures().rawBytes).toBeGreaterThan(steps.figures().bytes);
  });

  it('says which page of a scan is read, and nothing of it the second time', async () => {
    const picture = drawPicture(700, 120, [{ x: 40, y: 70, text: 'Closed on Fridays.' }]);
    const scan = requestFor(makeScannedPdf([1, 2].map(() => ({ picture, width: 350, height: 60 }))), 'application/pdf');
    const frames: IngestionFrame[] = [];
    for await (const frame of service.process(scan, newRequestContext())) frames.push(frame);
    expect(frames).toMatchObject([
      { type: 'progress', step: 'waiting', done: 0, total: 0 },
      { type: 'progress', step: 'parse', done: 0, total: 2 },
      { type: 'progress', step: 'parse', done: 1, total: 2 },
      { type: 'progress', step: 'embed' },
      { type: 'chunks' },
      { type: 'done', pages: 2 },
    ]);
    const again: IngestionFrame[] = [];
    for await (const frame of service.process(scan, newRequestContext())) again.push(frame);
    expect(again).not.toContainEqual(expect.objectContaining({ step: 'parse' }));
  });

  it('reads a page and a Word document', async () => {
    const page = Buffer.from('<h1>Retention</h1><p>Daily snapshots are kept for 35 days.</p>');
    expect((await ingest(requestFor(page, 'text/html'))).chunks).toEqual([
      { type: 'chunks', chunks: [expect.objectContaining({ text: 'Daily snapshots are kept for 35 days.', heading: 'Retention' })] },
    ]);
    const word = makeDocx([{ style: 'Heading1', text: 'Retention' }, { text: 'Daily snapshots are kept for 35 days.' }]);
    expect((await ingest(requestFor(word, DOCX_MEDIA_TYPE))).chunks).toEqual([
      { type: 'chunks', chunks: [expect.objectContaining({ text: 'Daily snapshots are kept for 35 days.', heading: 'Retention' })] },
    ]);
  });
});
