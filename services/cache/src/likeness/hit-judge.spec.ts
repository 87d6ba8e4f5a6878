import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCalibration } from './calibration-file.js';
import type { Calibration } from './calibration.policy.js';
import type { NearEntry } from '../entries/entry/entry-store.port.js';
import { HitJudge, type Judged, type Choice } from './hit-judge.js';
import { entry } from '../entries/entry/entry.fixture.js';
import { askedOf, judge } from './similarity.policy.js';

const calibration = loadCalibration('bge-small-en-v1.5-int8') as Calibration;
const pairs = readFileSync(new URL('../../../../bench/cache-quality/pairs.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as { a: string; b: string });
const near = (question: string, cosine: number): NearEntry => ({ entry: entry({ id: question, question }), cosine });

/** Judges every candidate, then takes the first of the likeliest. */
function chooseOfAll(question: string, candidates: readonly NearEntry[], budget: number, shift: number): Choice {
  const judged = candidates.map((one) => ({
    near: one,
    judgement: judge(askedOf(question), { stored: askedOf(one.entry.question), cosine: one.cosine }, calibration, budget, shift),
  }));
  const likeliest = (of: readonly Judged[]): Judged | undefined =>
    of.reduce<Judged | undefined>((best, one) => (best && best.judgement.probability >= one.judgement.probability ? best : one), undefined);
  const hit = likeliest(judged.filter(({ judgement }) => judgement.hit));
  if (hit) return hit;
  const doubtful = likeliest(judged.filter(({ judgement }) => judgement.probability > 0));
  const why = judged[0]?.judgement.why ?? 'No question was kept in this scope';
  return doubtful ? { why, doubtful } : { why };
}

const WORDS = 'how long are the daily weekly snapshots backups kept in Paris of my your and why not 30 35 days'.split(' ');
const generated = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9 }).map((words) => `${words.join(' ')}?`);
const owned = fc.constantFrom(...pairs.flatMap(({ a, b }) => [a, b]));
const cosine = fc.oneof(fc.double({ min: 0.8, max: 1, noNaN: true }), fc.constantFrom(0.84, 0.85, 0.95, 0.98, 1));
/** In any order: that the nearest come first makes a choice quick, not right. */
const candidates = (question: fc.Arbitrary<string>): fc.Arbitrary<NearEntry[]> =>
  fc.array(fc.tuple(question, cosine), { maxLength: 8 }).map((all) => all.map(([text, alike]) => near(text, alike)));
const budget = fc.constantFrom(0.007, 0.01, 0.05, 0.3, 1);
const shift = fc.constantFrom(0, 0.5, 2);

describe('HitJudge', () => {
  it('chooses as if it judged every candidate: questions with a word more or less', () => {
    const change = fc.tuple(fc.nat(9), fc.nat(1), fc.constantFrom('', 'the', 'my', 'then', 'daily'), cosine);
    fc.assert(
      fc.property(generated, fc.array(change, { maxLength: 8 }), budget, shift, (asked, changes, limit, lowered) => {
        const all = changes.map(([at, leftOut, added, alike]) => near(asked.split(' ').toSpliced(at, leftOut, added).join(' '), alike));
        const chosen = new HitJudge(calibration, limit, { shift: lowered }).choose(asked, all, undefined);
        expect(chosen).toEqual(chooseOfAll(asked, all, limit, lowered));
      }),
      { numRuns: 500 },
    );
  });

  it('chooses as if it judged every candidate: each labelled pair among others', () => {
    const [others] = fc.sample(fc.array(candidates(owned), { minLength: pairs.length, maxLength: pairs.length }), { numRuns: 1, seed: 1 });
    const alike = fc.sample(cosine, { numRuns: pairs.length, seed: 2 });
    const held = new HitJudge(calibration, 1, { shift: 0 });
    let [hits, notTheFirst] = [0, 0];
    pairs.forEach(({ a, b }, at) => {
      for (const limit of [0.01, 0.05, 1]) {
        // Changed forms of one question beside it, so that several are within the budget.
        const own = [b, `${b} `, a, `Please, ${a}`].map((text, place) => near(text, (alike[at] ?? 1) - place / 100));
        const all = [...own.slice(at % 3), ...(others?.[at] ?? []), ...own.slice(0, at % 3)];
        const chosen = held.choose(a, all, limit);
        expect(chosen).toEqual(chooseOfAll(a, all, limit, 0));
        if (!('near' in chosen)) continue;
        hits += 1;
        if (chosen.near !== all[0]) notTheFirst += 1;
      }
    });
    expect(hits).toBeGreaterThan(pairs.length / 2);
    expect(notTheFirst).toBeGreaterThan(pairs.length / 10);
  });

  it('says that nothing was kept, and without a calibration why nothing is alike', () => {
    expect(new HitJudge(calibration, 0.01, { shift: 0 }).choose('Why?', [], undefined)).toEqual({
      why: 'No question was kept in this scope',
    });
    expect(new HitJudge(undefined, 0.01, { shift: 0 }).choose('Why?', [near('Why?', 1)], undefined)).toEqual({
      why: 'No calibration for this embedder',
    });
  });
});
