import { describe, expect, it } from 'vitest';
import { loadCalibration } from '../calibration/calibration-file.js';
import type { Calibration } from './calibration.policy.js';
import { bandFor } from './calibration.policy.js';
import { judge } from './similarity.policy.js';

const calibration = loadCalibration('bge-small-en-v1.5-int8') as Calibration;
const STORED = 'How long are daily snapshots kept?';
const PARAPHRASE = 'For how many days are daily snapshots kept?';

describe('judge with the shipped calibration', () => {
  it('takes the same words in another form as a hit within 5 %, and says why', () => {
    const verdict = judge(PARAPHRASE, { question: STORED, cosine: 0.985 }, calibration, 0.05);
    expect(verdict.hit).toBe(true);
    expect(verdict.why).toContain(STORED);
    expect(verdict.why).toMatch(/how long.*daily, snapshots, kept.*0\.985.*of \d+ labelled pairs/);
  });

  it('refuses the same pair at a budget that the labelled pairs cannot carry', () => {
    const verdict = judge(PARAPHRASE, { question: STORED, cosine: 0.985 }, calibration, 0.01);
    expect(verdict).toMatchObject({ hit: false });
    expect(verdict.why).toMatch(/budget is 1\.0 %/);
  });

  it('refuses look-alikes whatever the cosine', () => {
    const verdict = judge('How long are weekly snapshots kept?', { question: STORED, cosine: 1 }, calibration, 1);
    expect(verdict).toMatchObject({ hit: false, probability: 0 });
    expect(verdict.why).toMatch(/another question: opposites differ/);
  });

  it('finds other words less likely than the same words at the same cosine', () => {
    const other = judge('How long are daily snapshots retained?', { question: STORED, cosine: 0.977 }, calibration, 0.05);
    expect(other.hit).toBe(false);
    expect(other.probability).toBeLessThan(0.95);
  });

  it('refuses what was never measured', () => {
    const verdict = judge(PARAPHRASE, { question: STORED, cosine: 0.5 }, calibration, 1);
    expect(verdict).toMatchObject({ hit: false, why: expect.stringContaining('not alike enough') });
  });
});

describe('the shipped calibration', () => {
  it('rises with the cosine, and each probability lies within its interval', () => {
    for (const bands of Object.values(calibration.strata)) {
      bands.forEach((band, at) => {
        expect(band.probability).toBeGreaterThanOrEqual(bands[at - 1]?.probability ?? 0);
        expect(band.probability).toBeGreaterThan(band.lower95);
        expect(band.probability).toBeLessThan(band.upper95);
        expect(band.same).toBeLessThanOrEqual(band.pairs);
      });
    }
  });

  it('kept its budget on pairs it was not fitted to', () => {
    const { budget, hits, wrongHits } = calibration.heldOut;
    expect(hits).toBeGreaterThan(0);
    expect(wrongHits / hits).toBeLessThanOrEqual(budget);
  });

  it('holds a cosine in the highest band it reaches', () => {
    expect(bandFor(calibration, 'same-words', 0.97)?.minCosine).toBe(0.95);
    expect(bandFor(calibration, 'same-words', 0.1)).toBeUndefined();
  });
});
