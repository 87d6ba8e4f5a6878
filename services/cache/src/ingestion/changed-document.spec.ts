import { createHash } from 'node:crypto';
import type { Chunk } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEmbedder } from '../embedding/vectors/fake-embedder.fixture.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { FakeClock } from '../monitoring/fake-clock.fixture.js';
import { DocumentChunks } from './document-chunks.js';
import { IngestionService } from './ingestion.service.js';
import { DocumentReader } from './reading/document-reader.js';
import { KeptSteps } from './steps/kept-steps.js';
import { SqliteStepStore } from './stores/sqlite-step.store.js';
import { UploadClient } from './upload-client.fixture.js';

const PARTS = Array.from({ length: 100 }, (_, at) => `# Part ${at}\n\nText of part ${at}.`);

/** Gives each text a vector of its own, and remembers which it was asked for. */
class OwnVectors extends FakeEmbedder {
  readonly texts: string[] = [];

  override async embed(text: string): Promise<Float32Array> {
    this.texts.push(text);
    return Float32Array.from(createHash('sha256').update(text).digest().subarray(0, 4));
  }
}

describe('a document that has changed', () => {
  const reader = new DocumentReader();
  afterAll(() => reader.close());
  const openStore = () =>
    new SqliteStepStore({ path: ':memory:', maxBytes: 10_000_000, clock: new FakeClock(), onRebuilt: () => undefined });
  let steps: SqliteStepStore;
  let embedder: OwnVectors;
  beforeEach(() => {
    steps = openStore();
    embedder = new OwnVectors();
  });
  afterEach(() => steps.close());

  async function ingest(
    parts: readonly string[],
    { tenant = 'acme', store = steps } = {},
  ): Promise<{ chunks: Chunk[]; embedded: string[] }> {
    const messages = new UploadClient();
    messages.bytes = Buffer.from(parts.join('\n'));
    const monitor = new CacheMonitor({ warn: () => undefined, error: () => undefined }, new MetricsRegistry('cache'));
    const kept = new KeptSteps(store, monitor);
    const service = new IngestionService(new DocumentChunks(messages, reader, kept), kept, embedder, {
      CACHE_MAX_DOCUMENT_BYTES: 5_000_000,
    });
    const request = { name: 'doc', mediaType: 'text/markdown', contentHash: hashOf(parts), sizeBytes: messages.bytes.length } as const;
    const before = embedder.texts.length;
    const chunks: Chunk[] = [];
    const frames = service.process({ ...request, source: { instance: 'orch-1', uploadId: 'u1' } }, newRequestContext({ tenant }));
    for await (const frame of frames) if (frame.type === 'chunks') chunks.push(...frame.chunks);
    return { chunks, embedded: embedder.texts.slice(before) };
  }

  it('is embedded where its text or the heading above changed, each text once, and gives what a first reading gives', async () => {
    await ingest(PARTS);
    const changed = PARTS.with(40, '# Part 40\n\nAnother text.').with(70, '# Renamed\n\nText of part 70.');
    const next = ['# New\n\nFirst.', ...changed, '# New\n\nFirst.', '# New\n\nFirst.'];
    const { chunks, embedded } = await ingest(next);
    expect(embedded).toEqual(['New\nFirst.', 'Part 40\nAnother text.', 'Renamed\nText of part 70.']);
    const empty = openStore();
    expect(await ingest(next, { store: empty })).toEqual({ chunks, embedded: expect.objectContaining({ length: 101 }) });
    empty.close();
  });

  it('keeps its vectors when the version that they were made for is erased', async () => {
    await ingest(PARTS);
    await ingest(PARTS.with(40, '# Part 40\n\nAnother text.'));
    await steps.erase('acme', [hashOf(PARTS)]);
    expect((await ingest(PARTS.with(41, '# Part 41\n\nAnother text.'))).embedded).toEqual([
      'Part 40\nText of part 40.',
      'Part 41\nAnother text.',
    ]);
  });

  it('takes none from another tenant, nor from what was erased', async () => {
    await ingest(PARTS);
    expect((await ingest(PARTS.slice(1), { tenant: 'other' })).embedded).toHaveLength(99);
    await steps.erase('acme', [hashOf(PARTS)]);
    expect((await ingest(PARTS.slice(1))).embedded).toHaveLength(99);
  });
});

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
