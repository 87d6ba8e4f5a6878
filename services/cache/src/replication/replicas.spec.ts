import { describeWithServer, type RunningServer, startRedisServer, until } from '@docmind/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeRequest } from '../answers/store-request.fixture.js';
import { SCOPE } from '../entries/entry/entry.fixture.js';
import { ASKED, lookup, PARAPHRASE, resultOf, startReplica } from './replica.fixture.js';

describeWithServer('redis-server', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await startRedisServer();
    return () => server.stop();
  });
  const pair = () => Promise.all([startReplica(server.url), startReplica(server.url)]);

  describe('two replicas', () => {
    it('find at once what the other one stored, exactly and by meaning', async () => {
      const [one, two] = await pair();
      expect(await resultOf(two)).toBe('miss');
      const { entry } = await one.cache.store(storeRequest());
      expect(await two.cache.lookup(lookup(PARAPHRASE))).toMatchObject({ result: 'semantic', entry, answer: '35 days' });
      expect(await two.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'exact', entry });
      expect(two.store.size().entries).toBe(1);
    });

    it.each([
      ['a document', { documentIds: ['d1'], epoch: 4 }],
      ['a namespace', { namespace: SCOPE.namespace }],
      ['a model', { model: SCOPE.model }],
      ['everything', { everything: true as const }],
    ])('serve nothing of %s once invalidation by the other has returned, not even from memory', async (_name, change) => {
      const [one, two] = await pair();
      await one.cache.store(storeRequest({ epoch: 3 }));
      expect([await resultOf(one), await resultOf(two)]).toEqual(['exact', 'exact']);
      await one.cache.invalidate({ tenant: 't1', ...change });
      expect([await resultOf(one), await resultOf(two), await resultOf(two, PARAPHRASE)]).toEqual(['miss', 'miss', 'miss']);
      expect(two.store.size().entries).toBe(0);
    });

    it('evict in both what one was told is wrong', async () => {
      const [one, two] = await pair();
      const { entry = '' } = await one.cache.store(storeRequest());
      expect(await resultOf(two)).toBe('exact');
      expect(await two.cache.feedback('t1', entry, 'wrong')).toEqual({ recorded: true, evicted: true });
      expect(await resultOf(one)).toBe('miss');
    });

    it('evict in both what one has no room for', async () => {
      const [one, two] = [await startReplica(server.url, { maxEntries: 1 }), await startReplica(server.url)];
      await one.cache.store(storeRequest());
      expect(await resultOf(two)).toBe('exact');
      await one.cache.store(storeRequest({ question: 'Something else?' }));
      expect([await resultOf(one), await resultOf(two)]).toEqual(['miss', 'miss']);
    });

    it('take the newer answer to the same question', async () => {
      const [one, two] = await pair();
      await one.cache.store(storeRequest());
      expect(await resultOf(two)).toBe('exact');
      await two.cache.store(storeRequest({ answer: '36 days' }));
      expect(await one.cache.lookup(lookup(ASKED))).toMatchObject({ result: 'exact', answer: '36 days' });
    });

    it('do not need the notice that something happened', async () => {
      const [one, two] = await pair();
      await one.cache.store(storeRequest());
      expect(await resultOf(two)).toBe('exact');
      // Ends the subscriptions only.
      await one.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await one.cache.invalidate({ tenant: 't1', namespace: SCOPE.namespace });
      expect(await resultOf(two)).toBe('miss');
    });

    it('refuse an answer from before a change that only the other one was told of', async () => {
      const [one, two] = await pair();
      await one.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 6 });
      // Stored here before this replica has read of the change: no other may take it, and here it goes.
      await two.cache.store(storeRequest({ epoch: 5 }));
      expect([await resultOf(one), await resultOf(two)]).toEqual(['miss', 'miss']);
      expect(await two.cache.store(storeRequest({ epoch: 5 }))).toMatchObject({ stored: false });
    });

    it('agree under many stores and invalidations at once, and never serve what is gone', async () => {
      const [one, two] = await pair();
      const questions = Array.from({ length: 30 }, (_, at) => `Question number ${at}?`);
      await Promise.all(
        questions.map(async (question, at) => {
          const [writer, reader] = at % 2 === 0 ? [one, two] : [two, one];
          await writer.cache.store(storeRequest({ question, documents: [`doc-${at}`] }));
          expect(await resultOf(reader, question)).toBe('exact');
          await reader.cache.invalidate({ tenant: 't1', documentIds: [`doc-${at}`], epoch: at + 1 });
          expect(await resultOf(writer, question)).toBe('miss');
        }),
      );
      expect([one.store.size().entries, two.store.size().entries]).toEqual([0, 0]);
      expect([one.faults(), two.faults()]).toEqual([0, 0]);
    });
  });

  describe('a replica that was away', () => {
    it('catches up before it serves: what was invalidated meanwhile is gone, the rest is there', async () => {
      const [one, two] = await pair();
      await one.cache.store(storeRequest({ epoch: 3 }));
      await one.cache.store(storeRequest({ epoch: 3, question: 'Who may restore?', documents: ['d2'] }));
      expect([await resultOf(two), await resultOf(two, 'Who may restore?')]).toEqual(['exact', 'exact']);
      await two.stop();
      await one.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 4 });
      const back = await startReplica(server.url, { folder: two.folder });
      expect(back.store.size().entries).toBe(2);
      expect(await resultOf(back, ASKED, { epoch: 4 })).toBe('miss');
      expect(await resultOf(back, 'Who may restore?', { epoch: 4 })).toBe('exact');
    });

    it('trusts nothing of its own when the log no longer reaches back to where it left', async () => {
      const [one, two] = [await startReplica(server.url, { keptRecords: 50 }), await startReplica(server.url)];
      await one.cache.store(storeRequest());
      expect(await resultOf(two)).toBe('exact');
      await two.stop();
      await one.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 9 });
      for (let at = 0; at < 400; at += 1) await one.cache.invalidate({ tenant: 't3', namespace: `ns-${at}` });
      const back = await startReplica(server.url, { folder: two.folder });
      expect(await resultOf(back)).toBe('miss');
      expect(back.store.size().entries).toBe(0);
      // And it has heard of the newest epoch all the same.
      expect(back.epochs.seen('t1')).toBe(9);
    });

    it('begins with what the others keep', async () => {
      const one = await startReplica(server.url);
      for (let at = 0; at < 300; at += 1) await one.cache.store(storeRequest({ question: `Question number ${at}?` }));
      const fresh = await startReplica(server.url);
      expect(await resultOf(fresh, 'Question number 7?')).toBe('exact');
      expect(fresh.store.size().entries).toBe(300);
    });
  });

  describe('Redis in trouble', () => {
    it('gone: lookups miss, because another replica may have invalidated; back: they hit again', async () => {
      const [one, two] = await pair();
      await one.cache.store(storeRequest());
      expect(await resultOf(two)).toBe('exact');
      await server.kill();
      for (let at = 0; at < 20; at += 1) expect(await resultOf(two)).toBe('miss');
      await expect(one.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 2 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(await two.cache.store(storeRequest({ question: 'Kept meanwhile?' }))).toMatchObject({ stored: true });
      expect(two.faults()).toBeGreaterThan(19);
      await server.restart();
      await until(async () => {
        await one.cache.store(storeRequest({ epoch: 2 }));
        return (await resultOf(two)) === 'exact';
      }, 'Redis to be used again');
      expect(two.lines.filter((line) => (line as { part: string }).part === 'redis')).toHaveLength(2);
    });

    it('emptied while two replicas used it: what they kept before is not trusted', async () => {
      const [one, two] = await pair();
      await one.cache.store(storeRequest());
      expect(await resultOf(two)).toBe('exact');
      await one.redis.flushall();
      expect([await resultOf(one), await resultOf(two)]).toEqual([expect.stringMatching(/exact|miss/), 'miss']);
      await one.cache.store(storeRequest());
      expect([await resultOf(one), await resultOf(two)]).toEqual(['exact', 'exact']);
    });

    it('emptied while one replica used it: that one keeps what it has', async () => {
      const alone = await startReplica(server.url);
      await alone.cache.store(storeRequest());
      expect(await resultOf(alone)).toBe('exact');
      await alone.redis.flushall();
      expect(await resultOf(alone)).toBe('exact');
    });

    it('full: lookups and stores go on here, and an invalidation that cannot be told says so', async () => {
      const [one, two] = await pair();
      await one.cache.store(storeRequest());
      expect(await resultOf(two)).toBe('exact');
      await one.redis.config('SET', 'maxmemory', '1');
      expect(await resultOf(two)).toBe('exact');
      expect(await one.cache.store(storeRequest({ question: 'Another?' }))).toMatchObject({ stored: true });
      expect(await resultOf(one, 'Another?')).toBe('exact');
      await expect(one.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 2 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await one.redis.config('SET', 'maxmemory', '0');
      await until(
        () =>
          one.cache.invalidate({ tenant: 't1', documentIds: ['d1'], epoch: 2 }).then(
            () => true,
            () => false,
          ),
        'the invalidation to be told',
      );
      expect([await resultOf(one), await resultOf(two)]).toEqual(['miss', 'miss']);
    });
  });
});
