import { describe, expect, it } from 'vitest';
import { calibrationSchema } from '../calibration.policy.js';
import { FEATURE_SIGNS, type FeatureName } from '../pair-features.policy.js';
import { askedOf, judge } from '../similarity.policy.js';
import { fitCalibration, type LabelledPair } from './fit.policy.js';

const THINGS = 'pump valve hose lamp crate sensor relay filter motor panel'.split(' ');
const PLACES = 'attic cellar garage kitchen hall office yard workshop lobby shed'.split(' ');

/** Alike in their words and near in cosine, against one word more and further away. */
function someTruth(count: number): LabelledPair[] {
  return Array.from({ length: count }, (_, at) => {
    const thing = `${THINGS[at % 10]}${Math.floor(at / 10)}`;
    const same = at % 2 === 0;
    const a = `Where is the ${thing}?`;
    const b = same ? `Where's the ${thing}` : `Where is the ${thing} of the ${PLACES[at % 10]}?`;
    return { a, b, cosine: (same ? 0.97 : 0.92) + (at % 7) / 500, same };
  });
}

describe('fitCalibration', () => {
  const calibration = fitCalibration('bge', someTruth(1_400), 0.01, 'a test');

  it('makes a file that the cache reads, with what was measured on pairs it was not made from', () => {
    expect(calibrationSchema.parse(calibration)).toEqual(calibration);
    expect(calibration).toMatchObject({ embedder: 'bge', labelledPairs: 1_400, passedGuards: 1_400, note: 'a test' });
    expect(calibration.crossFitted).toMatchObject({ budget: 0.01, wrongHits: 0, truePairs: 700 });
    expect(calibration.crossFitted.hits).toBeGreaterThan(500);
    expect(calibration.crossFitted.wrongUpper95).toBeLessThanOrEqual(0.01);
  });

  it('serves what is like the same pairs and nothing that is like the others', () => {
    const hit = (b: string, cosine: number): boolean =>
      judge(askedOf('Where is the tap?'), { stored: askedOf(b), cosine }, calibration, 0.01).hit;
    expect(hit("Where's the tap", 0.98)).toBe(true);
    expect(hit('Where is the tap of the barn?', 0.92)).toBe(false);
  });

  it('lets no sign of likeness speak against the same question', () => {
    for (const [name, sign] of Object.entries(FEATURE_SIGNS) as [FeatureName, number][])
      expect(calibration.coefficients[name] * sign).toBeGreaterThanOrEqual(0);
  });

  it('serves nothing at a budget that too few pairs can speak for', () => {
    const few = fitCalibration('bge', someTruth(200), 0.01, '');
    expect(few.crossFitted).toMatchObject({ hits: 0, wrongUpper95: 1, recall: 0 });
    expect(Math.min(...few.bands.map((band) => band.wrongUpper95))).toBeGreaterThan(0.01);
  });

  it('leaves out what the guards decide and what is never alike', () => {
    const guarded = [1, 2, 3].map((at) => ({ a: `Is it ${at}?`, b: `Is it ${at + 1}?`, cosine: 0.99, same: false }));
    const unlike = [{ a: 'Where is the moon?', b: 'Where is the sun?', cosine: 0.6, same: false }];
    expect(fitCalibration('bge', [...someTruth(200), ...guarded, ...unlike], 0.05, '')).toMatchObject({
      labelledPairs: 204,
      passedGuards: 200,
    });
  });

  it('says what is missing', () => {
    expect(() => fitCalibration('bge', someTruth(200).slice(0, 30), 0.05, '')).toThrow(/15 are the same and 15 different: at least 20/);
  });
});
