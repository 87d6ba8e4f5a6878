import { AppError } from '@docmind/errors';
import { newRequestContext } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { beforeEach, describe, expect, it } from 'vitest';
import { CacheMonitor } from '../../monitoring/cache-monitor.js';
import { FakeClock } from '../../monitoring/fake-clock.fixture.js';
import { openSemanticDatabase } from '../../entries/stores/semantic-database.js';
import { SqliteComparisonStore } from '../stores/sqlite-comparison.store.js';
import { type Doubt, PairVerification } from './pair-verification.js';
import { FakeVerifier } from './pair-verifier.fixture.js';
import { TestedVerifier } from './tested-verifier.js';
import type { VerifyMode } from './verification.policy.js';

function doubt(change: Partial<Doubt> & { on?: string } = {}): Doubt {
  const { on = '1', ...rest } = change;
  const [asked, stored] = [
    { key: `a${on}`, text: `asked ${on}` },
    { key: `s${on}`, text: `stored ${on}` },
  ];
  return { asked, stored, probability: 0.9, questionChars: 60, answerChars: 2_000, asker: undefined, ...rest };
}

let verifier: FakeVerifier;
let faults: object[];
beforeEach(() => {
  verifier = new FakeVerifier();
  faults = [];
});

async function start(mode: VerifyMode): Promise<PairVerification> {
  const comparisons = new SqliteComparisonStore(openSemanticDatabase(':memory:', () => undefined));
  const note = (fault: object): void => void faults.push(fault);
  const monitor = new CacheMonitor({ warn: note, error: note }, new MetricsRegistry('cache'));
  const tested = new TestedVerifier(verifier, monitor, new FakeClock(), { log: () => undefined });
  await tested.test();
  return new PairVerification(tested, comparisons, monitor, new FakeClock(), { mode, limitMs: 1_000 });
}

describe('PairVerification', () => {
  it('asks nothing when it is off or the pair is unlikely', async () => {
    expect(await (await start('off')).settle(doubt())).toBeUndefined();
    expect(await (await start('sync')).settle(doubt({ probability: 0.2 }))).toBeUndefined();
    expect(verifier.asked).toEqual([]);
  });

  it('waits for the model when that is cheaper than the answer, and keeps it, whichever was asked first', async () => {
    const verification = await start('sync');
    const first = doubt();
    expect(await verification.settle(first)).toBe('same');
    expect(verifier.asked).toEqual([{ asked: 'asked 1', stored: 'stored 1' }]);
    expect(await verification.settle({ ...first, asked: first.stored, stored: first.asked })).toBe('same');
    expect(verifier.asked).toHaveLength(1);
  });

  it('asks for the next time where whoever waits would be gone by then', async () => {
    const verification = await start('sync');
    const asker = newRequestContext({ deadline: new FakeClock().nowMs() + 10 });
    expect(await verification.settle(doubt({ asker }))).toBeUndefined();
    await verification.idle();
    expect(await verification.settle(doubt({ asker }))).toBe('same');
  });

  it('is a miss now and settled the next time when it asks later', async () => {
    const verification = await start('async');
    verifier.reply = 'different';
    expect(await verification.settle(doubt())).toBeUndefined();
    await verification.idle();
    expect(await verification.settle(doubt())).toBe('different');
    expect(verifier.asked).toHaveLength(1);
  });

  it('asks once about a pair that many ask about, one pair at a time, and about no more than wait already', async () => {
    let release: () => void = () => undefined;
    verifier.held = new Promise((resolve) => (release = resolve));
    const verification = await start('async');
    await Promise.all([1, 2, 3].map(() => verification.settle(doubt())));
    for (let on = 2; on <= 40; on += 1) await verification.settle(doubt({ on: String(on) }));
    expect(verifier.asked).toHaveLength(1);
    release();
    await verification.idle();
    expect(verifier.asked).toHaveLength(16);
  });

  it('takes a failure for no comparison, counts it, and asks again', async () => {
    const verification = await start('sync');
    verifier.reply = new AppError('DEADLINE_EXCEEDED', 'too slow');
    expect(await verification.settle(doubt())).toBeUndefined();
    expect(faults).toEqual([expect.objectContaining({ part: 'verifier', reason: 'too slow' })]);
    verifier.reply = 'same';
    expect(await verification.settle(doubt())).toBe('same');
  });
});

describe('SqliteComparisonStore', () => {
  const key = (on: number, model = 'm1') => ({ asked: `a${on}`, stored: `s${on}`, model });

  it('knows a comparison by both questions and the model, and forgets the oldest', () => {
    const store = new SqliteComparisonStore(
      openSemanticDatabase(':memory:', () => undefined),
      3,
    );
    for (const on of [1, 2, 3]) store.keep(key(on), 'different');
    store.keep(key(2), 'same');
    expect([1, 2, 3].map((on) => store.find(key(on)))).toEqual([undefined, 'same', 'different']);
    expect(store.find(key(2, 'm2'))).toBeUndefined();
    expect(store.find({ ...key(2), stored: 's3' })).toBeUndefined();
  });
});
