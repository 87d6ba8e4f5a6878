import { growsTooFast, runOf } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { passage } from '../passages.fixture.js';
import { chanceByWords } from './answerability.policy.js';
import { candidatesOf, inContext, placeOf } from './candidates.policy.js';
import { loadAnswerability } from './load-answerability.js';
import { askedWordsOf, passageStems, wordEvidence } from './word-evidence.policy.js';

describe('the sentences of passages', () => {
  it('know where they stand, also across a line break and a mark of a list', () => {
    const text = '# Rules\n\n- Daily snapshots are kept\n  for 35 days.\n- Weekly ones a year.';
    const [, daily, weekly] = candidatesOf([passage(text)]);
    expect(daily?.text).toBe('Daily snapshots are kept for 35 days.');
    expect(text.slice(daily?.start, daily?.end)).toBe('Daily snapshots are kept\n  for 35 days.');
    expect(weekly).toMatchObject({ text: 'Weekly ones a year.', before: daily?.text });
  });

  it('come once where passages overlap', () => {
    const texts = candidatesOf([passage('One. Two.'), passage('Two. Three.', { chunkId: 'c2' })]).map(({ text }) => text);
    expect(texts).toEqual(['One.', 'Two.', 'Three.']);
  });

  it('stand under their document and their heading', () => {
    const [under] = candidatesOf([passage('Port 7443.', { heading: 'Web console' })]);
    const [plain] = candidatesOf([passage('Port 7443.', { documentName: 'set-up_guide.v2.md' })]);
    expect(under && inContext(under)).toBe('backups, Web console: Port 7443.');
    expect(plain && inContext(plain)).toBe('set up guide v2: Port 7443.');
  });

  it('are found nowhere with an empty place', () => {
    expect(placeOf('absent', 'something else', 3)).toEqual({ start: 3, end: 3 });
  });
});

describe('the words of a sentence', () => {
  const evidenceOf = (question: string, text: string, more = {}) => {
    const [candidate] = candidatesOf([passage(text, more)]);
    if (!candidate) throw new Error('no sentence');
    return wordEvidence(askedWordsOf(question), candidate, passageStems(candidate.passage));
  };

  it.each([
    [
      'a name that only the question has',
      'What does Contract B cost in Utrecht?',
      'Contract A costs 300 euros in Leiden.',
      'namesNotInPassage',
    ],
    ['a number that only the question has', 'What changed in 2024?', 'In 2023 the fee changed.', 'numbersNotInPassage'],
    ['an opposite', 'Who may enable the alarm?', 'Only a guard may disable the alarm.', 'opposites'],
    ['a negation', 'Which files are not kept?', 'These files are kept.', 'negationDiffers'],
  ] as const)('tell %s', (_case, question, text, name) => {
    expect(evidenceOf(question, text)[name]).toBeGreaterThan(0);
    expect(evidenceOf(text.replace('.', '?'), text)[name]).toBe(0);
  });

  it('hold what is asked for, or not', () => {
    expect(evidenceOf('How many seats are there?', 'There are 40 seats.').kind).toBe(1);
    expect(evidenceOf('How many seats are there?', 'There are seats by the window.').kind).toBe(-1);
    expect(evidenceOf('Describe the seats', 'There are seats by the window.').kind).toBe(0);
  });

  it('speak for the sentence that answers more than for its neighbour', () => {
    const model = loadAnswerability();
    const right = chanceByWords(model, evidenceOf('How many seats does the hall have?', 'The hall has 40 seats.'));
    const wrong = chanceByWords(model, evidenceOf('How many seats does the hall have?', 'The garden has two gates.'));
    expect(right).toBeGreaterThan(4 * wrong);
  });
});

it.each(['compare ', ' ', 'A. ', '?! ', '1,2.'])('takes time in proportion to the text: runs of "%s"', (part) => {
  const weigh = (text: string): void => {
    const found = passage(text);
    const [asked, stems] = [askedWordsOf(text.slice(0, 2_000)), passageStems(found)];
    for (const candidate of candidatesOf([found])) wordEvidence(asked, candidate, stems);
  };
  expect(growsTooFast(weigh, runOf(part))).toBe(false);
});
