import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startService } from '@docmind/bootstrap';
import { loadConfig } from '@docmind/config';
import * as contracts from '@docmind/contracts';
import { Handles, InProcessTransport, newRequestContext } from '@docmind/messaging';
import { temporaryFolder, until } from '@docmind/testing';
import { Controller, Module } from '@nestjs/common';
import { describe, expect, it, onTestFinished } from 'vitest';
import { persistenceConfigSchema, startPersistence } from './index.js';

const told: unknown[] = [];

@Controller()
class CacheStandIn {
  @Handles(contracts.cacheSemanticInvalidate)
  async invalidate(request: object): Promise<{ removed: number }> {
    told.push(request);
    return { removed: 0 };
  }
}
@Module({ controllers: [CacheStandIn] })
class CacheStandInModule {}

function configOf(given: Record<string, string> = {}) {
  const env = { PERSISTENCE_PORT: '0', OUTBOX_RETRY_MAX_MS: '20', DOCMIND_DATA_DIR: temporaryFolder(), LOG_LEVEL: 'error', ...given };
  return loadConfig(persistenceConfigSchema, env);
}

async function started(given: Record<string, string> = {}) {
  const transport = new InProcessTransport();
  const service = await startPersistence(configOf(given), transport);
  onTestFinished(() => service.close());
  const context = newRequestContext({ tenant: 'acme' });
  const call = <Request, Reply>(contract: contracts.CallContract<Request, Reply>, request: Request) =>
    transport.client.call(contract, request, context);
  return { transport, service, call };
}

const VECTOR = contracts.encodeVector(new Float32Array([1, 0, 0, 0]));
const FACTS = {
  stagingId: 'staging-1',
  path: 'handbook.md',
  mediaType: 'text/markdown',
  contentHash: 'a'.repeat(64),
  sizeBytes: 10,
  pages: 1,
  chunkCount: 1,
  dimensions: 4,
  embedder: 'test',
  fingerprint: 'text/markdown:1|test',
};
const CHUNK = { index: 0, text: 'Snapshots are kept for 35 days', vector: VECTOR };

describe('the persistence service', () => {
  it('counts what it does for others, and not that it is asked how it is', async () => {
    const { service, call } = await started();
    await call(contracts.persistenceHealthGet, {});
    await call(contracts.persistenceDocumentList, { limit: 10, offset: 0 });
    const text = await (await fetch(`${service.url}/metrics`)).text();
    const counted = text.matchAll(/^docmind_database_request_duration_seconds_count\{.*?kind="(\w+)".*?\} (\d+)$/gm);
    expect([...counted].filter(([, , count]) => count !== '0').map(([, kind, count]) => [kind, count])).toEqual([['document', '1']]);
  });

  it('indexes, finds, lists and deletes a document over messages and tells a cache that was down first', async () => {
    const { transport, call } = await started();
    expect(await call(contracts.persistenceDocumentStage, { stagingId: 'staging-1', chunks: [CHUNK] })).toEqual({ staged: 1 });
    const { document, outcome, epoch } = await call(contracts.persistenceDocumentIndex, FACTS);
    expect([outcome, epoch]).toEqual(['created', 1]);
    const request = { query: 'How long is a snapshot kept?', vector: VECTOR, limit: 3, mode: 'hybrid' as const };
    expect((await call(contracts.persistenceDocumentSearch, request)).passages).toMatchObject([
      { text: CHUNK.text, documentId: document.id },
    ]);
    expect(await call(contracts.persistenceDocumentGet, { id: document.id })).toEqual({ ...document, state: 'indexed' });
    const upload = { path: FACTS.path, contentHash: FACTS.contentHash, fingerprint: FACTS.fingerprint };
    expect(await call(contracts.persistenceDocumentRecall, upload)).toEqual({ recalled: { document, epoch: 1, outcome: 'unchanged' } });
    expect(await call(contracts.persistenceDocumentRecall, { ...upload, fingerprint: 'another' })).toEqual({});
    expect(await call(contracts.persistenceDocumentList, { limit: 10, offset: 0 })).toEqual({ documents: [document], epoch: 1 });
    expect(await call(contracts.persistenceDocumentDelete, { id: document.id })).toEqual({ deleted: true, epoch: 2 });
    expect(await call(contracts.persistenceCorpusEpoch, {})).toEqual({ epoch: 2 });
    await expect(call(contracts.persistenceDocumentGet, { id: document.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const http = { port: 0, portVariable: 'CACHE_SERVER_PORT' };
    const cache = await startService({ name: 'cache', module: CacheStandInModule, config: configOf(), http, transport });
    onTestFinished(() => cache.close());
    await until(() => told.length > 0, 'the cache to be told');
    expect(told).toEqual([{ tenant: 'acme', documentIds: [document.id], epoch: 2 }]);
  });

  it('keeps sessions, chat and performance records over messages', async () => {
    const { call } = await started();
    const session = await call(contracts.persistenceSessionCreate, { userId: 'ada', data: { theme: 'dark' } });
    expect(await call(contracts.persistenceSessionGet, { id: session.id })).toEqual(session);
    await expect(call(contracts.persistenceSessionCreate, { id: session.id, userId: 'eve', data: {} })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
    const turn = { sessionId: session.id, userId: 'ada', messages: [{ role: 'user' as const, content: 'How long?' }] };
    expect((await call(contracts.persistenceChatAppend, turn)).ids).toHaveLength(1);
    const { messages } = await call(contracts.persistenceChatList, { sessionId: session.id, limit: 10, offset: 0 });
    expect(messages).toMatchObject([{ role: 'user', content: 'How long?', sessionId: session.id }]);
    expect((await call(contracts.persistenceSessionList, { limit: 10, offset: 0 })).sessions).toHaveLength(1);
    expect(await call(contracts.persistenceSessionDelete, { id: session.id })).toEqual({ deleted: true });
    await expect(call(contracts.persistenceChatList, { sessionId: session.id, limit: 1, offset: 0 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });

    const timestamp = new Date().toISOString();
    const records = [{ id: 'record-1', operation: 'query', latencyMs: 1, tokensProcessed: 0, timestamp, metrics: {} }];
    expect(await call(contracts.persistencePerformanceAppend, { records })).toEqual({ written: 1 });
    expect(await call(contracts.persistencePerformanceAppend, { records })).toEqual({ written: 0 });
  });

  it('says over HTTP whether it is ready, and shows nobody the sessions', async () => {
    const { service, call } = await started();
    await call(contracts.persistenceSessionCreate, { id: 'my-session', userId: 'ada', data: {} });
    const ready = await (await fetch(`${service.url}/health/ready`)).json();
    expect(ready).toMatchObject({ status: 'ok', details: { database: { status: 'up' } } });
    for (const path of ['/sessions', '/sessions/my-session']) expect((await fetch(`${service.url}${path}`)).status).toBe(404);
  });

  it('finds everything again after a restart', async () => {
    const DOCMIND_DATA_DIR = temporaryFolder();
    const first = await started({ DOCMIND_DATA_DIR });
    await first.call(contracts.persistenceSessionCreate, { id: 'kept', userId: 'ada', data: {} });
    await first.service.close();
    const second = await started({ DOCMIND_DATA_DIR });
    expect(await second.call(contracts.persistenceSessionGet, { id: 'kept' })).toMatchObject({ id: 'kept' });
  });

  it('does not start on a damaged file, a bad key file or an index it does not know, and says why', async () => {
    const DOCMIND_DB_PATH = join(temporaryFolder(), 'mine.db');
    writeFileSync(DOCMIND_DB_PATH, 'no database '.repeat(500));
    await expect(started({ DOCMIND_DB_PATH })).rejects.toMatchObject({ message: expect.stringContaining(DOCMIND_DB_PATH) });
    const DOCMIND_DB_KEY_FILE = join(temporaryFolder(), 'key');
    await expect(started({ DOCMIND_DB_KEY_FILE })).rejects.toMatchObject({ message: expect.stringContaining('cannot be read') });
    writeFileSync(DOCMIND_DB_KEY_FILE, "short'key");
    const refused = await started({ DOCMIND_DB_KEY_FILE }).catch((error: Error) => error.message);
    expect(refused).toContain('openssl rand');
    expect(refused).not.toContain("short'key");
    expect(() => configOf({ VECTOR_INDEX: 'qdrant' })).toThrow(/VECTOR_INDEX.*sqlite-vec/s);
  });
});
