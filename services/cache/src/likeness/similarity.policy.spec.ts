import { readFileSync } from 'node:fs';
import { modelsDirForTests } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCalibration } from './calibration-file.js';
import { cosineOf, type Embedder } from '../embedding/vectors/embedder.port.js';
import { createEmbedder } from '../embedding/embedders/create-embedder.js';
import { bandFor, type Calibration, isWithin } from './calibration.policy.js';
import { askedOf, judge, type Judgement } from './similarity.policy.js';

const calibration = loadCalibration('bge-small-en-v1.5-int8') as Calibration;
const STORED = 'How long are daily snapshots kept?';
const PARAPHRASE = 'For how many days are daily snapshots kept?';
const DEFAULT_BUDGET = 0.01;
const judged = (question: string, cosine: number, budget = DEFAULT_BUDGET): Judgement =>
  judge(askedOf(question), { stored: askedOf(STORED), cosine }, calibration, budget);

describe('judge with the shipped calibration', () => {
  it('takes the same words in another form as a hit within 1 %, and says why', () => {
    const { hit, why, probability } = judged(PARAPHRASE, 0.985);
    expect(hit).toBe(true);
    expect(probability).toBeGreaterThan(0.99);
    expect(why).toContain(STORED);
    expect(why).toMatch(/how long.*daily, snapshots, kept.*0\.985.*\d+ of \d+ labelled pairs/);
  });

  it('refuses the same pair at a budget that the labelled pairs cannot carry', () => {
    expect(judged(PARAPHRASE, 0.985, 0.001)).toMatchObject({ hit: false, why: expect.stringMatching(/budget is 0\.1 %/) });
  });

  it('refuses look-alikes whatever the cosine', () => {
    const judgement = judged('How long are weekly snapshots kept?', 1, 1);
    expect(judgement).toMatchObject({ hit: false, probability: 0 });
    expect(judgement.why).toMatch(/another question: opposites differ/);
  });

  it('finds a question with a word more less likely than the same words at the same cosine', () => {
    const more = judged('How long are daily snapshots of laptops kept?', 0.96);
    expect(more.hit).toBe(false);
    expect(more.probability).toBeLessThan(judged(PARAPHRASE, 0.96).probability);
  });

  it('refuses what was never measured', () => {
    expect(judged(PARAPHRASE, 0.5, 1)).toMatchObject({ hit: false, why: expect.stringContaining('not alike enough') });
  });
});

describe('the shipped calibration', () => {
  it('falls in risk as the score rises', () => {
    calibration.bands.slice(1).forEach((band, at) => {
      expect(band.risk).toBeLessThanOrEqual(calibration.bands[at]?.risk ?? 0);
      expect(band.wrong).toBeLessThanOrEqual(band.pairs);
    });
  });

  it('kept the default budget, with 95 % confidence, on pairs it was not fitted to', () => {
    expect(calibration.crossFitted).toMatchObject({ budget: DEFAULT_BUDGET });
    expect(calibration.crossFitted.hits).toBeGreaterThan(500);
    expect(calibration.crossFitted.wrongUpper95).toBeLessThanOrEqual(DEFAULT_BUDGET);
  });

  it('holds a score in the highest band it reaches', () => {
    const [lowest] = calibration.bands;
    expect(bandFor(calibration, 99)).toBe(calibration.bands.at(-1));
    expect(bandFor(calibration, -99)).toBeUndefined();
    expect(lowest && isWithin(lowest, DEFAULT_BUDGET)).toBe(false);
  });
});

describe('with the real embedder, within the default budget', () => {
  const examples = JSON.parse(readFileSync(new URL('../../../../examples/questions.json', import.meta.url), 'utf8')) as {
    question: string;
    paraphrase: string;
  }[];
  const pairs = [...examples.map(({ question, paraphrase }) => [question, paraphrase] as const), [STORED, PARAPHRASE] as const];
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await createEmbedder({ id: 'bge-small-en-v1.5-int8', modelsDir: modelsDirForTests() });
  });
  afterAll(() => embedder.close());

  it.each(pairs)('hits: %s | %s', async (question, paraphrase) => {
    const [left, right] = await Promise.all([embedder.embed(question, 'question'), embedder.embed(paraphrase, 'question')]);
    const cosine = cosineOf(left, right);
    expect(judge(askedOf(paraphrase), { stored: askedOf(question), cosine }, calibration, DEFAULT_BUDGET)).toMatchObject({ hit: true });
  });
});
