import { beforeEach, describe, expect, it } from 'vitest';
import { cacheWithFakes } from './fakes.fixture.js';
import { storeRequest } from './store-request.fixture.js';
import { SCOPE, entry } from '../entries/entry/entry.fixture.js';

const ASKED = 'How long are daily snapshots kept?';
const PARAPHRASE = 'For how many days are daily snapshots kept?';
const lookup = (question: string, change: object = {}) => ({ scope: SCOPE, question, ...change });

let parts: ReturnType<typeof cacheWithFakes>;
beforeEach(() => {
  parts = cacheWithFakes();
  parts.embedder.set(ASKED, [1, 0, 0, 0]);
  parts.embedder.set(PARAPHRASE, [1, 0.1, 0, 0]);
});

describe('lookup', () => {
  it('says of documents only where the answer rests on some', async () => {
    for (const documents of [['d1'], []]) {
      await parts.cache.store(storeRequest({ documents, corpus: '' }));
      parts.clock.advance(2_000);
      for (const question of [ASKED, PARAPHRASE]) {
        const scope = { ...SCOPE, corpus: '' };
        const { result, why } = await parts.cache.lookup({ scope, question, maxAgeSeconds: 1 });
        expect([result, why.includes('too old'), why.includes('documents')]).toEqual(['miss', true, documents.length > 0]);
      }
    }
  });

  it('gives the same question back exactly, without waiting and without the embedder', async () => {
    const { entry: id } = await parts.cache.store(storeRequest());
    const before = parts.embedder.calls;
    parts.clock.advance(2_500);
    const reply = parts.cache.lookup(lookup(' how long are  daily snapshots kept'));
    expect(reply).not.toBeInstanceOf(Promise);
    expect(reply).toMatchObject({ result: 'exact', entry: id, answer: '35 days', probability: 1, similarity: 1, ageSeconds: 2.5 });
    expect(parts.embedder.calls).toBe(before);
  });

  it('finds the same question in other words and explains the hit', async () => {
    await parts.cache.store(storeRequest());
    const reply = await parts.cache.lookup(lookup(PARAPHRASE));
    expect(reply).toMatchObject({ result: 'semantic', question: ASKED, answer: '35 days', probability: expect.any(Number) });
    expect(reply.why).toContain('labelled pairs');
    expect(reply.result !== 'miss' && reply.citations[0]?.documentId).toBe('d1');
  });

  it('obeys a stricter budget of the caller and ignores a looser one', async () => {
    await parts.cache.store(storeRequest());
    expect(await parts.cache.lookup(lookup(PARAPHRASE, { maxFalseHit: 0.001 }))).toMatchObject({
      result: 'miss',
      why: expect.stringContaining('budget'),
    });
    const strict = cacheWithFakes({ budget: 0.001 });
    strict.embedder.set(ASKED, [1, 0, 0, 0]);
    strict.embedder.set(PARAPHRASE, [1, 0.1, 0, 0]);
    await strict.cache.store(storeRequest());
    expect(await strict.cache.lookup(lookup(PARAPHRASE, { maxFalseHit: 0.5 }))).toMatchObject({ result: 'miss' });
  });

  it.each(Object.keys(SCOPE) as (keyof typeof SCOPE)[])('never crosses a scope: another %s', async (part) => {
    await parts.cache.store(storeRequest());
    const scope = { ...SCOPE, [part]: 'another' };
    expect(await parts.cache.lookup({ scope, question: ASKED })).toMatchObject({ result: 'miss' });
    expect(await parts.cache.lookup({ scope, question: PARAPHRASE })).toMatchObject({ result: 'miss' });
  });

  it('forgets at the TTL from storing; a hit does not extend it', async () => {
    await parts.cache.store(storeRequest({ ttlSeconds: 10 }));
    parts.clock.advance(9_999);
    expect(await parts.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'exact' });
    parts.clock.advance(1);
    expect(await parts.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'miss' });
    expect(await parts.cache.lookup(lookup(PARAPHRASE))).toMatchObject({ result: 'miss' });
  });

  it('embeds once for equal questions that come together, and for the store after the miss', async () => {
    const replies = await Promise.all([1, 2, 3].map(async () => parts.cache.lookup(lookup(ASKED))));
    expect(replies.map(({ result }) => result)).toEqual(['miss', 'miss', 'miss']);
    await parts.cache.store(storeRequest());
    expect(parts.embedder.calls).toBe(1);
  });

  it('has exact hits after a restart, from its file or from what another replica shared', async () => {
    await parts.cache.store(storeRequest());
    expect(await parts.restarted().lookup(lookup(ASKED))).toMatchObject({ result: 'exact' });
    await parts.store.remove(SCOPE.tenant, { by: 'namespace', namespace: SCOPE.namespace });
    expect(await parts.restarted().lookup(lookup(ASKED))).toMatchObject({ result: 'exact' });
  });

  it('does not compare what the embedder could not read to its end', async () => {
    const long = `${'word '.repeat(500)}?`;
    expect(await parts.cache.lookup(lookup(long))).toMatchObject({ result: 'miss', why: expect.stringContaining('too long') });
    expect(parts.embedder.calls).toBe(0);
  });
});

describe('store', () => {
  it.each([
    [{ finishReason: 'length' }, /"length"/],
    [{ temperature: 1 }, /temperature/],
    [{ grounded: false }, /validator/],
  ])('refuses %j and says why', async (change, why) => {
    expect(await parts.cache.store(storeRequest(change))).toEqual({ stored: false, why: expect.stringMatching(why) });
    expect(parts.store.size().entries).toBe(0);
  });

  it('refuses an answer that a change of its document overtook, even while the question is embedded', async () => {
    await parts.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 6 });
    expect(await parts.cache.store(storeRequest({ epoch: 5 }))).toMatchObject({ stored: false, why: expect.stringContaining('changed') });
    expect(await parts.cache.store(storeRequest({ epoch: 6 }))).toMatchObject({ stored: true });
    const storing = parts.cache.store(storeRequest({ epoch: 6, question: 'Another question?' }));
    await parts.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 7 });
    expect(await storing).toMatchObject({ stored: false });
  });
});

describe('invalidate', () => {
  it.each([[{ documentIds: ['d1'] }], [{ namespace: 'ns' }]])(
    'removes by %j from memory and store, in this tenant only',
    async (selection) => {
      await parts.cache.store(storeRequest());
      expect(await parts.cache.invalidate({ tenant: 't2', ...selection })).toEqual({ removed: 0 });
      expect(await parts.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'exact' });
      await parts.cache.store(storeRequest());
      expect(await parts.cache.invalidate({ tenant: 't1', ...selection })).toEqual({ removed: 1 });
      expect(await parts.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'miss' });
    },
  );

  it('serves nothing that rests on documents until it has heard of the caller epoch', async () => {
    await parts.cache.store(storeRequest({ epoch: 3 }));
    expect(await parts.cache.lookup(lookup(ASKED, { epoch: 3 }))).toMatchObject({ result: 'exact' });
    expect(await parts.cache.lookup(lookup(ASKED, { epoch: 4 }))).toMatchObject({
      result: 'miss',
      why: expect.stringContaining('documents changed'),
    });
    expect(await parts.cache.lookup(lookup(PARAPHRASE, { epoch: 4 }))).toMatchObject({
      result: 'miss',
      why: expect.stringContaining('documents changed'),
    });
    await parts.cache.invalidate({ tenant: 't1', documentIds: ['another'], epoch: 4 });
    expect(await parts.cache.lookup(lookup(ASKED, { epoch: 4 }))).toMatchObject({ result: 'exact' });
  });

  it('does not bring back into memory what was removed while it was read', async () => {
    const { exactKey } = entry({ id: 'x' });
    await parts.cache.store(storeRequest());
    const replica = parts.restarted();
    await parts.store.remove('t1', { by: 'namespace', namespace: 'ns' });
    parts.shared.duringGet = async () => {
      parts.shared.duringGet = undefined;
      await replica.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 9 });
    };
    await replica.lookup(lookup(ASKED));
    expect(await replica.lookup(lookup(ASKED))).toMatchObject({ result: 'miss' });
    expect(exactKey).toBeTruthy();
  });

  it('fails where something could not be removed, and leaves the epoch where it was', async () => {
    await parts.cache.store(storeRequest({ epoch: 3 }));
    parts.shared.failure = new Error('no Redis');
    await expect(parts.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 4 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(parts.epochs.seen('t1')).toBe(0);
  });
});

describe('faults are misses', () => {
  it('of the embedder: equal questions still hit, and new ones are stored without a vector', async () => {
    parts.embedder.failure = new Error('crashed');
    expect(await parts.cache.store(storeRequest())).toMatchObject({ stored: true });
    expect(await parts.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'exact' });
    expect(await parts.cache.lookup(lookup(PARAPHRASE))).toMatchObject({ result: 'miss', why: expect.stringContaining('embedder') });
    expect(parts.cache.stats(SCOPE.tenant, 'service').faults).toBeGreaterThan(0);
    expect(parts.warnings[0]).toMatchObject({ part: 'embedder', reason: 'crashed' });
  });

  it('of the store and of Redis', async () => {
    parts.store.failure = new Error('disk');
    parts.shared.failure = new Error('no Redis');
    expect(await parts.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'miss' });
    expect(await parts.cache.store(storeRequest())).toMatchObject({ stored: false });
    expect(parts.warnings.map((warning) => (warning as { part: string }).part)).toEqual(expect.arrayContaining(['store', 'redis']));
  });

  it('of the epochs: what rests on documents is neither kept nor served to a caller who knows more', async () => {
    await parts.cache.store(storeRequest({ epoch: 3 }));
    parts.epochs.failure = new Error('disk');
    expect(await parts.cache.lookup(lookup(ASKED, { epoch: 4 }))).toMatchObject({ result: 'miss' });
    expect(await parts.cache.store(storeRequest())).toMatchObject({ stored: false });
  });

  it('of an embedder that hangs, within the limit', async () => {
    parts.embedder.embed = () => new Promise<never>(() => undefined);
    expect(await parts.cache.lookup(lookup('Never embedded?'))).toMatchObject({ result: 'miss' });
    expect(parts.warnings[0]).toMatchObject({ reason: expect.stringContaining('200 ms') });
  });
});

describe('feedback and stats', () => {
  it('evicts a wrong answer at once and leaves a right one', async () => {
    const { entry: id = '' } = await parts.cache.store(storeRequest());
    expect(await parts.cache.feedback('t1', id, 'right')).toEqual({ recorded: true, evicted: false });
    expect(await parts.cache.feedback('t2', id, 'wrong')).toEqual({ recorded: false, evicted: false });
    expect(await parts.cache.feedback('t1', id, 'wrong')).toEqual({ recorded: true, evicted: true });
    expect(await parts.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'miss' });
    expect(parts.store.feedback).toEqual([
      { id, verdict: 'right' },
      { id, verdict: 'wrong' },
    ]);
  });

  it('counts what happened', async () => {
    await parts.cache.lookup(lookup(ASKED));
    await parts.cache.store(storeRequest());
    await parts.cache.lookup(lookup(ASKED));
    await parts.cache.lookup(lookup(PARAPHRASE));
    await parts.cache.flush();
    expect(parts.cache.stats(SCOPE.tenant, 'service')).toMatchObject({
      entries: 1,
      lookups: 3,
      exactHits: 1,
      semanticHits: 1,
      misses: 1,
      faults: 0,
    });
  });
});
