import { cacheSemanticFeedback, type CacheStats } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { describe, expect, it } from 'vitest';
import { keysFor, startCacheService, withoutEmbedder } from '../cache-service.fixture.js';

const SCOPE = { namespace: 'ns', model: 'm', prompt: 'p', conversation: '', corpus: '', queryType: 'fact' };
const QUESTION = 'How long are daily snapshots kept?';
const stored = (change: object = {}) => ({
  ...{ scope: SCOPE, question: QUESTION, answer: '35 days', citations: [] },
  ...{ finishReason: 'stop', temperature: 0, grounded: true, agent: 'writer' },
  ...change,
});
const lookup = (change: object = {}) => ({ scope: SCOPE, question: QUESTION, ...change });
const citation = { documentId: 'd1', documentName: 'd1.md', chunkId: 'c1', excerpt: 'kept for 35 days', score: 0.9 };

async function twoTenants(env: Record<string, string> = withoutEmbedder()) {
  const { file, as } = keysFor({
    ann: { tenant: 'a' },
    annOperates: { tenant: 'a', roles: ['operate'] },
    annJudges: { tenant: 'a', roles: ['query', 'feedback'] },
    bob: { tenant: 'b', roles: ['query', 'ingest', 'feedback', 'operate'] },
  });
  const service = await startCacheService({ DOCMIND_API_KEYS_FILE: file, ...env });
  const json = async <T>(path: string, body: unknown, headers: Record<string, string>): Promise<T> =>
    (await (await service.post(path, body, headers)).json()) as T;
  return { ...service, as, json };
}

describe('the cache’s own API', () => {
  it('stores and looks up in the key’s tenant, whatever a body says', async () => {
    const { json, post, as } = await twoTenants();
    expect(await json('/cache/store', stored(), as.ann)).toMatchObject({ stored: true });
    expect(await json('/cache/lookup', lookup({ agent: 'planner' }), as.ann)).toMatchObject({
      result: 'exact',
      answer: '35 days',
      storedBy: 'writer',
    });
    expect(await json('/cache/lookup', lookup(), as.bob)).toMatchObject({ result: 'miss' });
    const smuggled = await post('/cache/lookup', lookup({ scope: { ...SCOPE, tenant: 'a' } }), as.bob);
    expect([smuggled.status, await smuggled.text()]).toEqual([400, expect.stringContaining('tenant')]);
    expect(await json('/cache/lookup', lookup({ scope: { ...SCOPE, prompt: undefined } }), as.ann)).toMatchObject({
      error: { code: 'INVALID_ARGUMENT', message: expect.stringContaining('scope.prompt') },
    });
  });

  it('says why an answer is not stored', async () => {
    const { json, as } = await twoTenants();
    expect(await json('/cache/store', stored({ finishReason: 'length' }), as.ann)).toMatchObject({
      stored: false,
      why: expect.stringContaining('length'),
    });
  });

  it.each([
    ['entries', (id: string) => ({ entries: [id] })],
    ['documentIds', () => ({ documentIds: ['d1'] })],
    ['namespace', () => ({ namespace: 'ns' })],
    ['model', () => ({ model: 'm' })],
  ])('invalidates by %s, in the own tenant only', async (_by, selection) => {
    const { json, as } = await twoTenants();
    const { entry } = await json<{ entry: string }>('/cache/store', stored({ citations: [citation] }), as.ann);
    expect(await json('/cache/invalidate', selection(entry), as.bob)).toEqual({ removed: 0 });
    expect(await json('/cache/lookup', lookup(), as.ann)).toMatchObject({ result: 'exact' });
    expect(await json('/cache/invalidate', selection(entry), as.ann)).toEqual({ removed: 1 });
    expect(await json('/cache/lookup', lookup(), as.ann)).toMatchObject({ result: 'miss' });
  });

  it('asks for the role, and for a selection', async () => {
    const { post, get, as } = await twoTenants();
    const refused = async (reply: Promise<Response>) => ((await (await reply).json()) as { error: { message: string } }).error.message;
    expect(await refused(post('/cache/purge', {}, as.ann))).toContain('"operate"');
    expect(await refused(post('/cache/feedback', { entry: 'x', verdict: 'wrong' }, as.ann))).toContain('"feedback"');
    expect(await refused(post('/cache/store', stored(), as.annJudges))).toContain('"ingest"');
    expect(await refused(get('/cache/export', as.ann))).toContain('"operate"');
    expect(await refused(post('/cache/lookup', lookup(), as.annOperates))).toContain('"query"');
    expect(await refused(post('/cache/invalidate', {}, as.ann))).toContain('must name');
    expect((await get('/cache/stats')).status).toBe(401);
  });

  it('purges one tenant', async () => {
    const { json, as } = await twoTenants();
    for (const who of [as.ann, as.bob]) await json('/cache/store', stored(), who);
    expect(await json('/cache/purge', {}, as.annOperates)).toEqual({ removed: 1 });
    expect(await json('/cache/lookup', lookup(), as.ann)).toMatchObject({ result: 'miss' });
    expect(await json('/cache/lookup', lookup(), as.bob)).toMatchObject({ result: 'exact' });
  });

  it('evicts what is judged wrong, in the own tenant only', async () => {
    const { json, as } = await twoTenants();
    const { entry } = await json<{ entry: string }>('/cache/store', stored(), as.ann);
    expect(await json('/cache/feedback', { entry, verdict: 'wrong' }, as.bob)).toEqual({ recorded: false, evicted: false });
    expect(await json('/cache/lookup', lookup(), as.ann)).toMatchObject({ result: 'exact' });
    expect(await json('/feedback', { entry, verdict: 'wrong' }, as.annJudges)).toEqual({ recorded: true, evicted: true });
    expect(await json('/cache/lookup', lookup(), as.ann)).toMatchObject({ result: 'miss' });
  });

  it('takes verdicts of other services over messages', async () => {
    const { client, json, as } = await twoTenants();
    const { entry } = await json<{ entry: string }>('/cache/store', stored(), as.ann);
    const judge = (tenant: string) =>
      client.call(cacheSemanticFeedback, { tenant, entry, verdict: 'wrong' }, newRequestContext({ tenant }));
    expect(await judge('b')).toEqual({ recorded: false, evicted: false });
    expect(await judge('a')).toEqual({ recorded: true, evicted: true });
  });

  it('shows who shares with whom to the tenant only', async () => {
    const { json, get, as } = await twoTenants();
    await json('/cache/store', stored(), as.ann);
    await json('/cache/lookup', lookup({ agent: 'planner' }), as.ann);
    const sharing = async (headers: Record<string, string>) =>
      ((await (await get('/cache/stats', headers)).json()) as { sharing: unknown }).sharing;
    expect(await sharing(as.ann)).toEqual([{ askedBy: 'planner', storedBy: 'writer', hits: 1 }]);
    expect(await sharing(as.bob)).toEqual([]);
    expect(await (await get('/metrics')).text()).toMatch(/docmind_cache_agent_hits_total\{asked_by="planner",stored_by="writer"[^}]*\} 1/);
  });
});

describe('stats', () => {
  it('are the own tenant’s, and the whole service’s for operators', async () => {
    const { json, get, as } = await twoTenants();
    const stats = async (headers: Record<string, string>) => (await (await get('/cache/stats', headers)).json()) as CacheStats;
    await json('/cache/store', stored(), as.ann);
    for (const who of [as.ann, as.ann, as.bob]) await json('/cache/lookup', lookup(), who);
    await json('/cache/store', stored({ answer: 'x'.repeat(5_000) }), as.bob);
    const own = await stats(as.ann);
    expect(own).toMatchObject({ of: 'tenant', entries: 1, lookups: 2, exactHits: 2, semanticHits: 0, misses: 0 });
    // What others did, or took, can't be told from it.
    expect(Object.keys(own).sort()).toEqual(
      ['of', 'entries', 'bytes', 'lookups', 'exactHits', 'semanticHits', 'misses', 'sharing', 'calibration', 'storage'].sort(),
    );
    expect(own.storage).toEqual({ oldestSeconds: expect.any(Number) });
    expect(own.bytes).toBeLessThan(2_000);
    for (const operator of [as.annOperates, as.bob]) {
      const all = await stats(operator);
      expect(all).toMatchObject({ of: 'service', entries: 2, lookups: 3, exactHits: 2, misses: 1, storage: { evictions: 0 } });
      expect(all).toMatchObject({ faults: expect.any(Number), falseHits: { checked: 0 } });
      expect(all.bytes).toBeGreaterThan(own.bytes + 5_000);
    }
  });
});

describe('export and import', () => {
  const send = (url: string, lines: string, headers: Record<string, string>, type = 'application/x-ndjson') =>
    fetch(`${url}/cache/import`, { method: 'POST', headers: { ...headers, 'content-type': type }, body: lines });

  it('takes a tenant’s answers to another, with their age and without a vector', async () => {
    const { url, json, get, as } = await twoTenants({});
    await json('/cache/store', stored({ citations: [citation], epoch: 3, meta: { a: 1 } }), as.ann);
    const reply = await get('/cache/export', as.annOperates);
    expect(reply.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = await reply.text();
    const line = JSON.parse(lines) as Record<string, unknown>;
    expect(line).toMatchObject({
      format: 'docmind-cache/1',
      scope: SCOPE,
      embedder: 'bge-small-en-v1.5-int8',
      question: QUESTION,
      meta: { a: 1 },
      epoch: 3,
    });
    expect(lines).not.toMatch(/vector|"tenant"/);
    expect(await (await get('/cache/export', as.bob)).text()).toBe('');

    const older = { ...line, createdAt: new Date(Date.parse(String(line.createdAt)) - 60_000).toISOString() };
    const otherEmbedder = { ...line, question: 'What is kept?', embedder: 'another-1.0' };
    const over = { ...line, question: 'Is it over?', expiresAt: '2020-01-01T00:00:00.000Z' };
    const body = [older, otherEmbedder, over].map((each) => JSON.stringify(each)).join('\n');
    const imported = await send(url, `${body}\n\nrubbish\n{"format":"other"}`, as.bob);
    expect(await imported.json()).toEqual({
      imported: 2,
      refused: 3,
      why: [
        { line: 3, reason: 'It has expired' },
        { line: 5, reason: 'The line is not JSON' },
        { line: 6, reason: expect.stringContaining('format') },
      ],
    });
    const hit = await json<{ ageSeconds: number }>('/cache/lookup', lookup(), as.bob);
    expect(hit).toMatchObject({ result: 'exact', citations: [citation], storedBy: 'writer' });
    expect(hit.ageSeconds).toBeGreaterThanOrEqual(60);
    // Found by likeness: its vector was made here.
    const likely = await json('/cache/lookup', lookup({ question: 'For how many days are daily snapshots kept?' }), as.bob);
    expect(likely).toMatchObject({ result: 'semantic' });
  });

  it('takes more than a page', async () => {
    const { url, json, get, as } = await twoTenants();
    await json('/cache/store', stored({ question: 'x'.repeat(3_000) }), as.bob);
    const line = JSON.parse(await (await get('/cache/export', as.bob)).text()) as object;
    const lines = Array.from({ length: 1_100 }, (_value, at) => JSON.stringify({ ...line, question: `${'x'.repeat(3_000)} ${at}` })).join(
      '\n',
    );
    expect(await (await send(url, lines, as.bob)).json()).toEqual({ imported: 1_100, refused: 0, why: [] });
    expect((await (await get('/cache/export', as.bob)).text()).trim().split('\n')).toHaveLength(1_101);
  });

  it('says what to send', async () => {
    const { url, as } = await twoTenants();
    const reply = await send(url, '{}', as.bob, 'application/json');
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining('application/x-ndjson')]);
    expect((await send(url, '', as.ann)).status).toBe(403);
  });
});
