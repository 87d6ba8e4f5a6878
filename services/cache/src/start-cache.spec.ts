import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cacheIngestionProcess,
  cacheSemanticInvalidate,
  cacheSemanticLookup,
  cacheSemanticStats,
  cacheSemanticStore,
  cacheTextsAlign,
  cacheTextsEmbed,
  decodeVector,
  type IngestionFrame,
} from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { describeWithServer, startRedisServer, temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCacheService, withoutEmbedder } from './cache-service.fixture.js';
import { storeRequest } from './answers/store-request.fixture.js';
import { SCOPE } from './entries/entry/entry.fixture.js';

const context = () => newRequestContext({ tenant: 't1' });
const ASKED = 'How long are daily snapshots kept?';
const PARAPHRASE = 'For how many days are daily snapshots kept?';

describe('the cache service over messages', () => {
  it('answers a stored question exactly, in other words, and no look-alike', async () => {
    const { client } = await startCacheService();
    const lookup = (question: string) => client.call(cacheSemanticLookup, { scope: SCOPE, question }, context());
    expect(await lookup(ASKED)).toMatchObject({ result: 'miss' });
    const { stored, entry } = await client.call(cacheSemanticStore, storeRequest(), context());
    expect(stored).toBe(true);
    expect(await lookup('how long are daily snapshots kept')).toMatchObject({ result: 'exact', entry });
    expect(await lookup(PARAPHRASE)).toMatchObject({ result: 'semantic', entry, why: expect.stringContaining('same words') });
    expect(await lookup('How long are weekly snapshots kept?')).toMatchObject({
      result: 'miss',
      why: expect.stringContaining('opposites'),
    });
    expect(await client.call(cacheSemanticInvalidate, { tenant: 't1', documentIds: ['d1'], epoch: 1 }, context())).toEqual({ removed: 1 });
    expect(await lookup(ASKED)).toMatchObject({ result: 'miss' });
    expect(await client.call(cacheSemanticStats, {}, context())).toMatchObject({
      lookups: 5,
      exactHits: 1,
      semanticHits: 1,
      misses: 3,
      faults: 0,
    });
  });

  it('refuses a scope with a part missing', async () => {
    const { client } = await startCacheService();
    const scope = { ...SCOPE, model: '' };
    await expect(client.call(cacheSemanticLookup, { scope, question: ASKED }, context())).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  it('embeds texts', async () => {
    const { client } = await startCacheService();
    const reply = await client.call(cacheTextsEmbed, { texts: ['one', 'two'], kind: 'passage' }, context());
    expect(reply).toMatchObject({ embedder: 'bge-small-en-v1.5-int8', dimensions: 384 });
    expect(reply.vectors.map((vector) => decodeVector(vector).length)).toEqual([384, 384]);
  });

  it('counts what its embedder read, where it is asked to', async () => {
    const { client } = await startCacheService();
    const embed = (texts: string[], count?: true) => client.call(cacheTextsEmbed, { texts, kind: 'passage', count }, context());
    // Each with the two marks around it.
    expect((await embed(['one', 'one two', 'snowboarding'], true)).tokens).toBe(3 + 4 + 4);
    expect((await embed(['x '.repeat(600)], true)).tokens).toBe(512);
    expect(await embed(['one'])).not.toHaveProperty('tokens');
  });

  it('cuts a text that is too long for its embedder, or refuses it with both counts', async () => {
    const { client } = await startCacheService();
    const fits = 'x '.repeat(510);
    const ask = (text: string, truncate?: boolean) =>
      client.call(cacheTextsEmbed, { texts: ['one', text], kind: 'passage', truncate }, context());
    expect((await ask(fits, false)).vectors).toHaveLength(2);
    expect((await ask(`${fits} x`)).vectors).toHaveLength(2);
    await expect(ask(`${fits} x`, false)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('text 2 has 513 tokens; the embedder reads 512'),
      details: { openAiCode: 'context_length_exceeded' },
    });
    // A Korean syllable is up to three tokens.
    await expect(ask('각 '.repeat(171), false)).rejects.toMatchObject({ message: expect.stringContaining('text 2 has 515 tokens') });
    expect((await ask('각 '.repeat(170), false)).vectors).toHaveLength(2);
  });

  it('tells a sentence that answers a question from one that only stands near', async () => {
    const { client } = await startCacheService();
    const texts = ['The office in Utrecht was founded in 1998 by Anna de Vries.', 'Lunch is served on the second floor.'];
    const { alignments } = await client.call(cacheTextsAlign, { question: 'Who founded the Utrecht office?', texts }, context());
    const [near, far] = alignments;
    expect(near?.matched).toBeGreaterThan((far?.matched ?? 1) + 0.1);
    expect(near?.worst).toBeGreaterThan(far?.worst ?? 1);
  });

  it('asks the sender of a document for its bytes, and says when it is gone', async () => {
    const { client } = await startCacheService();
    const contentHash = createHash('sha256').update('x').digest('hex');
    const request = {
      name: 'a.txt',
      mediaType: 'text/plain' as const,
      contentHash,
      sizeBytes: 1,
      source: { instance: 'gone', uploadId: 'u' },
    };
    const read = async (): Promise<IngestionFrame[]> => {
      const frames: IngestionFrame[] = [];
      for await (const frame of client.stream(cacheIngestionProcess, request, context())) frames.push(frame);
      return frames;
    };
    await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('the cache service over HTTP', () => {
  it("speaks GPTCache's server protocol", async () => {
    const { get, post } = await startCacheService();
    expect(await (await get('/')).json()).toBe('hello gptcache server');
    expect(await (await post('/get', { prompt: ASKED })).json()).toEqual({ prompt: ASKED, answer: null });
    const put = await post('/put', { prompt: ASKED, answer: '35 days' });
    expect([put.status, await put.json()]).toEqual([200, 'successfully update the cache']);
    expect(await (await post('/get', { prompt: ASKED })).json()).toEqual({ prompt: ASKED, answer: '35 days' });
    expect(await (await post('/get', { prompt: PARAPHRASE })).json()).toEqual({ prompt: PARAPHRASE, answer: '35 days' });
    expect(await (await post('/flush', {})).json()).toBe('successfully flush the cache');
    expect(await (await post('/get', { prompt: ASKED })).json()).toMatchObject({ answer: '35 days' });
  });

  it('names every fault of a request', async () => {
    const { post } = await startCacheService();
    const reply = await post('/cache/lookup', { scope: { ...SCOPE, model: '' }, question: '' });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({
      error: { code: 'INVALID_ARGUMENT', message: expect.stringMatching(/scope.*"tenant".*question/) },
    });
  });

  it('takes feedback and shows stats and metrics', async () => {
    const { client, get, post } = await startCacheService();
    const { entry } = await client.call(cacheSemanticStore, storeRequest({}), context());
    expect(await (await post('/feedback', { entry, verdict: 'wrong' })).json()).toEqual({ recorded: false, evicted: false });
    expect((await post('/feedback', { entry, verdict: 'perhaps' })).status).toBe(400);
    expect(await (await get('/cache/stats')).json()).toMatchObject({
      entries: 1,
      storage: { evictions: 0 },
      ingestion: { hits: 0, misses: 0, bytes: 0, rawBytes: 0 },
    });
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(/docmind_cache_entries\{[^}]*\} 1/);
    expect(metrics).toContain('docmind_cache_stores_total{result="stored"');
  });
});

describe('the cache service in trouble', () => {
  it('keeps its answers over a restart', async () => {
    const first = await startCacheService();
    await first.post('/put', { prompt: ASKED, answer: '35 days' });
    await first.close();
    const second = await startCacheService({ DOCMIND_DATA_DIR: first.folder });
    expect(await (await second.post('/get', { prompt: PARAPHRASE })).json()).toMatchObject({ answer: '35 days' });
  });

  it('starts over a damaged file', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'cache'));
    for (const name of ['semantic.db', 'ingestion.db']) writeFileSync(join(folder, 'cache', name), 'rubbish'.repeat(1_000));
    const { get, post } = await startCacheService({ DOCMIND_DATA_DIR: folder, LOG_LEVEL: 'error' });
    await post('/put', { prompt: ASKED, answer: '35 days' });
    expect(await (await post('/get', { prompt: ASKED })).json()).toMatchObject({ answer: '35 days' });
    expect(await (await get('/cache/stats')).json()).toMatchObject({ faults: 2 });
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('says what to do without its model, and still hits exactly', async () => {
    const { client, get, post } = await startCacheService(withoutEmbedder());
    const ready = await get('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('models pull bge-small-en-v1.5-int8');
    await expect(client.call(cacheTextsEmbed, { texts: ['x'], kind: 'query' }, context())).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    });
    await post('/put', { prompt: ASKED, answer: '35 days' });
    expect(await (await post('/get', { prompt: ASKED })).json()).toMatchObject({ answer: '35 days' });
    expect(await (await post('/get', { prompt: PARAPHRASE })).json()).toMatchObject({ answer: null });
  });
});

describeWithServer('redis-server', () => {
  it('makes replicas one cache, and goes on with misses when Redis dies', async () => {
    const redis = await startRedisServer();
    onTestFinished(() => redis.stop());
    const [one, two] = await Promise.all([startCacheService({ REDIS_URL: redis.url }), startCacheService({ REDIS_URL: redis.url })]);
    await until(async () => {
      await one.post('/put', { prompt: ASKED, answer: '35 days' });
      return ((await (await two.post('/get', { prompt: ASKED })).json()) as { answer: string | null }).answer === '35 days';
    }, 'the other replica to see the answer');
    const answerOf = async (prompt: string) => ((await (await two.post('/get', { prompt })).json()) as { answer: string | null }).answer;
    await until(async () => (await answerOf(PARAPHRASE)) === '35 days', 'the same question in other words to hit');
    await redis.kill();
    expect(await answerOf(ASKED)).toBeNull();
    expect((await two.post('/put', { prompt: 'Who wrote it?', answer: 'Ada' })).status).toBe(200);
    expect((await two.get('/health/ready')).status).toBe(200);
  });
});
