import { beforeEach, describe, expect, it } from 'vitest';
import { cacheWithFakes } from '../../answers/fakes.fixture.js';
import { storeRequest } from '../../answers/store-request.fixture.js';
import { SCOPE } from '../../entries/entry/entry.fixture.js';
import { FakeClock } from '../../monitoring/fake-clock.fixture.js';
import { FakeVerifier } from '../verification/pair-verifier.fixture.js';
import { TestedVerifier } from '../verification/tested-verifier.js';
import { AnswerCheck } from './answer-check.js';
import { ShadowChecks } from './shadow-checks.js';

const ASKED = 'How long are daily snapshots kept?';
const PARAPHRASE = 'For how many days are daily snapshots kept?';
const KEPT = 'Daily snapshots are kept for 35 days.';

let parts: ReturnType<typeof cacheWithFakes>;
let entry: string;
beforeEach(async () => {
  parts = cacheWithFakes({ shadowRate: 1 });
  parts.embedder.set(ASKED, [1, 0, 0, 0]);
  parts.embedder.set(PARAPHRASE, [1, 0.1, 0, 0]);
  entry = (await parts.cache.store(storeRequest({ question: ASKED, answer: KEPT }))).entry ?? '';
});

const lookup = (question: string, change: object = {}) => parts.cache.lookup({ scope: SCOPE, question, ...change });
const check = (fresh: string | undefined, change: object = {}) => ({
  ...{ tenant: SCOPE.tenant, entry, question: PARAPHRASE, kept: KEPT, fresh, probability: 0.99 },
  ...change,
});

describe('a sampled hit', () => {
  it('is one by likeness, for a caller who can check it', async () => {
    expect(await lookup(PARAPHRASE, { mayCheck: true })).toMatchObject({ result: 'semantic', check: true });
    expect(await lookup(PARAPHRASE)).not.toHaveProperty('check');
    expect(await lookup(ASKED, { mayCheck: true })).not.toHaveProperty('check');
    const off = cacheWithFakes({ shadowRate: 0 });
    off.embedder.set(ASKED, [1, 0, 0, 0]);
    off.embedder.set(PARAPHRASE, [1, 0.1, 0, 0]);
    await off.cache.store(storeRequest({ question: ASKED }));
    const reply = await off.cache.lookup({ scope: SCOPE, question: PARAPHRASE, mayCheck: true });
    expect(reply).toMatchObject({ result: 'semantic' });
    expect(reply).not.toHaveProperty('check');
  });
});

describe('ShadowChecks', () => {
  it('evicts what turns out wrong, in the own tenant only', async () => {
    expect(await parts.shadows.check(check('They are kept for 30 days.', { tenant: 't2' }))).toBe('wrong');
    expect(await lookup(ASKED)).toMatchObject({ result: 'exact' });
    expect(await parts.shadows.check(check('They are kept for 30 days.'))).toBe('wrong');
    expect(await lookup(ASKED)).toMatchObject({ result: 'miss' });
    expect(parts.cache.stats('t1', 'service').falseHits).toMatchObject({ checked: 2, wrong: 2, estimate: 1 });
  });

  it('changes nothing where both say the same, and keeps nothing of the fresh answer', async () => {
    expect(await parts.shadows.check(check('35 days'))).toBe('right');
    expect(await lookup(PARAPHRASE)).toMatchObject({ result: 'semantic', entry, answer: KEPT });
    expect(parts.cache.stats('t1', 'service')).toMatchObject({ entries: 1, falseHits: { checked: 1, wrong: 0, estimate: 0 } });
  });

  it('leaves what it cannot decide, and what was not answered anew, out of the share', async () => {
    parts.embedder.set('It depends on the plan.', [0.82, 0.572, 0, 0]);
    parts.embedder.set(KEPT, [1, 0, 0, 0]);
    expect(await parts.shadows.check(check('It depends on the plan.', { kept: KEPT }))).toBe('undecided');
    expect(await parts.shadows.check(check(undefined))).toBe('skipped');
    parts.embedder.failure = new Error('the embedder is down');
    expect(await parts.shadows.check(check('35 days'))).toBe('skipped');
    expect(parts.warnings).toEqual([expect.objectContaining({ part: 'embedder' })]);
    expect(parts.cache.stats('t1', 'service').falseHits).toEqual({ checked: 1, wrong: 0, undecided: 1, skipped: 2, lower: 0, upper: 1 });
    expect(await lookup(ASKED)).toMatchObject({ result: 'exact' });
  });

  it('asks the model only where words and vectors do not decide', async () => {
    parts.embedder.set('It depends on the plan.', [0.82, 0.572, 0, 0]);
    parts.embedder.set(KEPT, [1, 0, 0, 0]);
    const verifier = new FakeVerifier();
    const { embedder, monitor, learning, falseHits, keeper } = parts;
    const tested = new TestedVerifier(verifier, monitor, new FakeClock(), { log: () => undefined });
    const shadows = new ShadowChecks(new AnswerCheck(embedder, tested, monitor), falseHits, learning, keeper, monitor);
    expect(await shadows.check(check('They are kept for 30 days.'))).toBe('wrong');
    expect(verifier.answersAsked).toEqual([]);
    verifier.reply = 'different';
    expect(await shadows.check(check('It depends on the plan.'))).toBe('wrong');
    verifier.reply = 'same';
    expect(await shadows.check(check('It depends on the plan.'))).toBe('right');
    verifier.reply = new Error('too slow');
    expect(await shadows.check(check('It depends on the plan.'))).toBe('undecided');
    expect(verifier.answersAsked[0]).toEqual({ question: PARAPHRASE, kept: KEPT, fresh: 'It depends on the plan.' });
  });
});
