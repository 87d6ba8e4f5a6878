import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCalibration } from '../../likeness/calibration-file.js';
import { type Calibration } from '../../likeness/calibration.policy.js';
import { askedOf, judge } from '../../likeness/similarity.policy.js';
import { type HitVerdict, MOST_OF_A_TENANT, MOST_SHIFT, shareAfter, shiftOf } from './calibration-shift.policy.js';

interface Said {
  readonly source: string;
  readonly verdict: HitVerdict;
  readonly probability: number;
}
const said: fc.Arbitrary<Said> = fc.record({
  source: fc.constantFrom('shadow', 't1', 't2', 't3', 't4'),
  verdict: fc.constantFrom<HitVerdict>('wrong', 'right'),
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
});

function after(verdicts: readonly Said[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { source, verdict, probability } of verdicts)
    shares.set(source, shareAfter(shares.get(source) ?? 0, verdict, probability, source === 'shadow' ? MOST_SHIFT : MOST_OF_A_TENANT));
  return shares;
}
const shiftAfter = (verdicts: readonly Said[]): number => shiftOf([...after(verdicts).values()]);
const repeated = (times: number, one: Said): Said[] => Array.from({ length: times }, () => one);

describe('what verdicts amount to', () => {
  it('is never looser than the shipped calibration and never more than the bound, whatever is said', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 200 }), (verdicts) => {
        const shift = shiftAfter(verdicts);
        expect(shift).toBeGreaterThanOrEqual(0);
        expect(shift).toBeLessThanOrEqual(MOST_SHIFT);
      }),
    );
  });

  it('grows by a wrong verdict only and shrinks by a right one only', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 50 }), said, (verdicts, next) => {
        const [before, then] = [shiftAfter(verdicts), shiftAfter([...verdicts, next])];
        if (next.verdict === 'wrong') expect(then).toBeGreaterThanOrEqual(before);
        else expect(then).toBeLessThanOrEqual(before);
      }),
    );
  });

  it('is moved by one tenant no further than its own bound, and what others said is not undone', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 200 }), (verdicts) => {
        const others = shiftAfter(verdicts.filter(({ source }) => source !== 't1'));
        const all = shiftAfter(verdicts);
        expect(all - others).toBeLessThanOrEqual(MOST_OF_A_TENANT + 1e-9);
        expect(all).toBeGreaterThanOrEqual(others - 1e-9);
      }),
    );
  });

  it('is the same after 3 wrong verdicts of a tenant and after 10,000', () => {
    const wrong: Said = { source: 't1', verdict: 'wrong', probability: 1 };
    expect(shiftAfter(repeated(3, wrong))).toBe(MOST_OF_A_TENANT);
    expect(shiftAfter(repeated(10_000, wrong))).toBe(MOST_OF_A_TENANT);
  });

  it('is undone by many right verdicts, and by none that says what was certain', () => {
    const once: Said[] = [{ source: 't1', verdict: 'wrong', probability: 0.98 }];
    const right = (probability: number): Said => ({ source: 't1', verdict: 'right', probability });
    expect(shiftAfter([...once, ...repeated(40, right(0.98))])).toBeGreaterThan(0);
    expect(shiftAfter([...once, ...repeated(50, right(0.98))])).toBe(0);
    expect(shiftAfter([...once, ...repeated(10_000, right(1))])).toBe(0.245);
  });

  it('settles where hits are as often wrong as the calibration says', () => {
    const tenth: Said[] = [
      ...repeated(9, { source: 's', verdict: 'right', probability: 0.9 }),
      { source: 's', verdict: 'wrong', probability: 0.9 },
    ];
    const start: Said[] = [{ source: 's', verdict: 'wrong', probability: 1 }];
    expect(shiftAfter([...start, ...repeated(1, start[0] as Said), ...tenth])).toBeCloseTo(shiftAfter([...start, ...start]));
  });
});

describe('a shifted decision', () => {
  const calibration = loadCalibration('bge-small-en-v1.5-int8') as Calibration;
  const STORED = 'How long are daily snapshots kept?';

  it('gives no hit and no chance that the shipped calibration would not', () => {
    const asked = ['For how many days do you keep daily snapshots?', 'How long do we keep daily snapshots?', STORED].map(askedOf);
    fc.assert(
      fc.property(
        fc.constantFrom(...asked),
        fc.double({ min: 0.85, max: 1, noNaN: true }),
        fc.double({ min: 0, max: MOST_SHIFT, noNaN: true }),
        (question, cosine, shift) => {
          const shipped = judge(question, { stored: askedOf(STORED), cosine }, calibration, 0.01);
          const shifted = judge(question, { stored: askedOf(STORED), cosine }, calibration, 0.01, shift);
          expect(shifted.probability).toBeLessThanOrEqual(shipped.probability);
          if (shifted.hit) expect(shipped.hit).toBe(true);
        },
      ),
    );
  });

  it('refuses at the edge first, and never everything', () => {
    const hit = (cosine: number, shift: number): boolean =>
      judge(askedOf('For how many days are daily snapshots kept?'), { stored: askedOf(STORED), cosine }, calibration, 0.01, shift).hit;
    const edge = [...Array(150).keys()].map((at) => 0.85 + at / 1_000).find((cosine) => hit(cosine, 0)) ?? 1;
    expect([hit(edge, 0), hit(edge, 0.25), hit(0.999, MOST_SHIFT)]).toEqual([true, false, true]);
  });
});
