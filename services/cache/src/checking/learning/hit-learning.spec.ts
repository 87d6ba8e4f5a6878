import { describe, expect, it } from 'vitest';
import { cacheWithFakes } from '../../answers/fakes.fixture.js';
import { storeRequest } from '../../answers/store-request.fixture.js';
import { SCOPE } from '../../entries/entry/entry.fixture.js';
import { openSemanticDatabase } from '../../entries/stores/semantic-database.js';
import { SqliteShiftStore } from '../stores/sqlite-shift.store.js';
import { MOST_OF_A_TENANT } from './calibration-shift.policy.js';
import { HitLearning } from './hit-learning.js';
import { ShiftStore } from './shift-store.port.js';

const ASKED = 'How long are daily snapshots kept?';
const PARAPHRASE = 'For how many days are daily snapshots kept?';

/** A cache, and a way to be served by likeness and judge that. */
function start() {
  const parts = cacheWithFakes();
  parts.embedder.set(ASKED, [1, 0, 0, 0]);
  parts.embedder.set(PARAPHRASE, [1, 0.1, 0, 0]);
  const serve = async (question = PARAPHRASE, tenant = 't1'): Promise<string> => {
    const scope = { ...SCOPE, tenant };
    await parts.cache.store({ ...storeRequest({ question: ASKED, documents: [] }), scope });
    const reply = await parts.cache.lookup({ scope, question });
    return reply.result === 'miss' ? '' : reply.entry;
  };
  const judge = async (verdict: 'wrong' | 'right', question?: string, tenant = 't1') =>
    parts.cache.feedback(tenant, await serve(question, tenant), verdict);
  return { ...parts, serve, judge };
}

class BrokenShiftStore extends ShiftStore {
  shares(): never {
    throw new Error('the disk is gone');
  }

  change(): Promise<never> {
    return Promise.reject(new Error('the disk is gone'));
  }

  reset(): Promise<never> {
    return Promise.reject(new Error('the disk is gone'));
  }
}

describe('a verdict', () => {
  it('on a hit by likeness makes the next ones stricter, up to the bound of its tenant', async () => {
    const { judge, learning } = start();
    await judge('wrong');
    expect(learning.shift).toBeCloseTo(0.25, 1);
    for (let time = 0; time < 5; time += 1) await judge('wrong');
    expect(learning.figures('t1')).toEqual({ shift: MOST_OF_A_TENANT, mostShift: 1.5, ofChecks: 0, ofTenant: MOST_OF_A_TENANT });
    await judge('wrong', PARAPHRASE, 't2');
    expect(learning.figures('t2').ofTenant).toBeCloseTo(0.25, 1);
    expect(learning.shift).toBeCloseTo(1, 1);
  });

  it('on an equal question, or on what was never served, says nothing about likeness', async () => {
    const { judge, learning, cache, serve } = start();
    await judge('wrong', ASKED);
    const { entry } = await cache.store(storeRequest({ documents: [] }));
    await cache.feedback('t1', entry ?? '', 'wrong');
    const served = await serve();
    expect(await cache.feedback('t2', served, 'wrong')).toEqual({ recorded: false, evicted: false });
    // The latest hit is what is judged.
    await cache.lookup({ scope: SCOPE, question: ASKED });
    await cache.feedback('t1', served, 'wrong');
    expect(learning.shift).toBe(0);
  });

  it('counts once a hit', async () => {
    const { cache, serve, learning } = start();
    const entry = await serve();
    await cache.feedback('t1', entry, 'right');
    await cache.feedback('t1', entry, 'wrong');
    expect(learning.shift).toBe(0);
  });

  it('that is right never loosens what is shipped, nor what others found', async () => {
    const { judge, learning } = start();
    await learning.learnFromCheck('wrong', 0.99);
    const before = learning.shift;
    for (let time = 0; time < 20; time += 1) await judge('right');
    expect(learning.shift).toBe(before);
  });
});

describe('a shadow check', () => {
  it('moves the decision by what it found', async () => {
    const { shadows, learning, serve, warnings } = start();
    const check = { tenant: 't1', entry: await serve(), question: PARAPHRASE, kept: '35 days', probability: 0.99 };
    await shadows.check({ ...check, fresh: '30 days' });
    const wrong = learning.shift;
    expect(learning.figures('t1')).toMatchObject({ ofChecks: expect.closeTo(0.2475), ofTenant: 0 });
    await shadows.check({ ...check, fresh: 'They are kept for 35 days.' });
    expect(learning.shift).toBeCloseTo(wrong - 0.0025);
    await shadows.check({ ...check, fresh: undefined });
    expect(learning.shift).toBeCloseTo(wrong - 0.0025);
    expect(warnings).toEqual([]);
  });
});

describe('what was learnt', () => {
  it('is of one calibration: another one starts as shipped, and a reset forgets its own', async () => {
    const { monitor } = start();
    const store = new SqliteShiftStore(openSemanticDatabase(':memory:', () => undefined));
    const [one, other] = ['one', 'other'].map((name) => new HitLearning(store, monitor, name)) as [HitLearning, HitLearning];
    for (const learning of [one, other]) await learning.learnFromCheck('wrong', 1);
    expect(new HitLearning(store, monitor, 'one').shift).toBe(0.25);
    expect(new HitLearning(store, monitor, 'third').shift).toBe(0);
    await one.reset();
    expect([one.shift, new HitLearning(store, monitor, 'one').shift]).toEqual([0, 0]);
    expect(new HitLearning(store, monitor, 'other').shift).toBe(0.25);
  });

  it('is bounded: of too many sources the smallest shares are forgotten', async () => {
    const store = new SqliteShiftStore(openSemanticDatabase(':memory:', () => undefined));
    for (let at = 0; at < 1_002; at += 1) await store.change('c', `t${at}`, () => 0.1 + at / 10_000);
    const kept = store.shares('c').map(({ source }) => source);
    expect(kept).toHaveLength(1_000);
    expect(kept).not.toContain('t0');
  });

  it('stays as it is while the store fails, and no request fails for that', async () => {
    const { monitor, warnings } = start();
    const learning = new HitLearning(new BrokenShiftStore(), monitor, 'the calibration');
    await learning.learnFromCheck('wrong', 1);
    expect(learning.shift).toBe(0);
    expect(warnings).toEqual([expect.objectContaining({ part: 'store', reason: 'the disk is gone' })]);
    await expect(learning.reset()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('is nothing without a calibration', async () => {
    const { monitor } = start();
    const learning = new HitLearning(new BrokenShiftStore(), monitor, undefined);
    await learning.learnFromCheck('wrong', 1);
    await learning.reset();
    expect(learning.shift).toBe(0);
  });
});
