import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES, pairFeatures } from './pair-features.policy.js';
import { factsOf } from './question-facts.policy.js';
import { matchWords, trigramDice, trigramsOf } from './word-matching.policy.js';

const features = (a: string, b: string, cosine = 0.95) => pairFeatures(factsOf(a), factsOf(b), cosine);
const question = fc
  .array(fc.constantFrom(...'how do I where is the pump valve of my your in Paris old clean buy purchase keep kept and ?'.split(' ')), {
    maxLength: 9,
  })
  .map((words) => words.join(' '));

describe('pairFeatures', () => {
  it('are the same in both directions and finite, on any text', () => {
    const text = fc.oneof(question, fc.string({ unit: 'binary', maxLength: 80 }));
    fc.assert(
      fc.property(text, text, fc.double({ min: -1, max: 1, noNaN: true }), (a, b, cosine) => {
        const [there, back] = [features(a, b, cosine), features(b, a, cosine)];
        for (const name of FEATURE_NAMES) {
          expect(there[name]).toBeCloseTo(back[name], 9);
          expect(Math.abs(there[name])).toBeLessThanOrEqual(20);
        }
      }),
    );
  });

  it('see that little words alone changed', () => {
    expect(features('How do I clean the pump?', 'How can I clean the pump')).toMatchObject({
      sameAsked: 1,
      oneMissing: 0,
      contentJaccard: 1,
      howTo: 1,
    });
    expect(features('How are your shoes?', 'How are shoes?')).toMatchObject({ sameAsked: 0, possessives: 0.5 });
  });

  it('see what is on one side only, and where it stands', () => {
    expect(features('Where is the pump?', 'Where is the old pump?')).toMatchObject({ oneMissing: 1, addedOnly: 1, modifier: 1 });
    expect(features('Where can I park?', 'Where can I park in Paris?')).toMatchObject({ oneMissing: 1, extraPlace: 1 });
    expect(features('Where is the pump?', 'Where is the valve?')).toMatchObject({ twoMissing: 1, addedOnly: 0, lastWord: 0 });
  });

  it('know everyday synonyms, misspellings and a change of order', () => {
    expect(features('Where do I buy a pump?', 'Where do I purchase a pump?')).toMatchObject({ synonyms: 0.5, oneMissing: 0 });
    expect(features('Where is the reservation?', 'Where is the resevation?')).toMatchObject({ nearSpellings: 0.5 });
    expect(features('Is the pump clean in Paris?', 'In Paris is the pump clean?').inversions).toBeGreaterThan(0);
  });
});

describe('matchWords', () => {
  it('matches equal words first and each word once', () => {
    expect(matchWords(['buy', 'pump'], ['pump', 'purchas'])).toMatchObject({ equal: 1, synonyms: 1, leftOnly: [], rightOnly: [] });
    expect(matchWords(['pump', 'pump'], ['pump'])).toMatchObject({ equal: 1, leftOnly: ['pump'], rightOnly: [] });
  });
});

describe('trigramDice', () => {
  it('is one for the same text, none for unlike ones', () => {
    expect(trigramDice(trigramsOf('pump'), trigramsOf('pump'))).toBe(1);
    expect(trigramDice(trigramsOf('pump'), trigramsOf('yacht'))).toBe(0);
    expect(trigramDice(trigramsOf(''), trigramsOf(''))).toBe(1);
  });
});
