import type { Alignment } from '@docmind/contracts';
import { growsTooFast, runOf } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { passage } from '../passages.fixture.js';
import { chanceByWords, leadsOf, TOKEN_FEATURES } from './answerability.policy.js';
import { candidatesOf, inContext, placeOf } from './candidates.policy.js';
import { loadAnswerability } from './load-answerability.js';
import { askedWordsOf, passageStems, wordEvidence } from './word-evidence.policy.js';

const NOTHING = Object.fromEntries(TOKEN_FEATURES.map((name) => [name, 0])) as Alignment;

describe('the sentences of passages', () => {
  it('know where they stand, also across a line break and a mark of a list', () => {
    const text = '# Rules\n\n- Daily snapshots are kept\n  for 35 days.\n- Weekly ones a year.';
    const [, daily, weekly] = candidatesOf([passage(text)]);
    expect(daily?.text).toBe('Daily snapshots are kept for 35 days.');
    expect(text.slice(daily?.start, daily?.end)).toBe('Daily snapshots are kept\n  for 35 days.');
    expect(weekly).toMatchObject({ text: 'Weekly ones a year.', before: daily?.text });
  });

  it('come once where passages overlap', () => {
    const texts = candidatesOf([
      passage('One stands here alone. Two stands in both.'),
      passage('Two stands in both. Three stands here alone.', { chunkId: 'c2' }),
    ]).map(({ text }) => text);
    expect(texts).toEqual(['One stands here alone.', 'Two stands in both.', 'Three stands here alone.']);
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

describe('a little word in capitals', () => {
  const sharesOf = (question: string, text: string) => {
    const [candidate] = candidatesOf([passage(text)]);
    const asked = askedWordsOf(question);
    return candidate === undefined ? undefined : wordEvidence(asked, candidate, passageStems(candidate.passage, asked));
  };

  it.each([
    ['Who works in IT?', 'A technician works where it is sold.', 0.5, 1],
    ['Who works in IT?', 'Ada Lund works in IT.', 1, 0],
    ['Who ships to the US?', 'Ben Stone ships it to us.', 0.5, 1],
    ['WHO WORKS IN IT?', 'Ada Lund works where it is sold.', 1, 1],
  ])('is a name: %s %s', (question, text, shareInSentence, namesNotInSentence) => {
    expect(sharesOf(question, text)?.shareInSentence).toBe(shareInSentence);
    if (question !== question.toUpperCase()) expect(sharesOf(question, text)?.namesNotInSentence).toBe(namesNotInSentence);
  });

  it('asks for nobody', () => {
    expect(askedWordsOf('When was the WHO founded?').kind).toBe('time');
    expect(askedWordsOf('WHO is the chair?').kind).toBe('person');
  });
});

describe('the words of a sentence', () => {
  const evidenceOf = (question: string, text: string, more = {}) => {
    const [candidate] = candidatesOf([passage(text, more)]);
    if (!candidate) throw new Error('no sentence');
    const asked = askedWordsOf(question);
    return wordEvidence(asked, candidate, passageStems(candidate.passage, asked));
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
    expect(evidenceOf('Who fells the tree?', 'Garden. The tree is diseased.').kind).toBe(-1);
    expect(evidenceOf('Describe the seats', 'There are seats by the window.').kind).toBe(0);
  });

  it('are those of its language: little words tell nothing, and a capital makes no name of a German noun', () => {
    const found = evidenceOf('Wie hoch ist die Miete für das Zimmer?', 'Die Miete für das Zimmer beträgt 420 Euro.');
    expect(found.shareInSentence).toBeCloseTo(2 / 3);
    expect(found.namesNotInSentence).toBe(0);
  });

  it('speak for the sentence that answers more than for its neighbour', () => {
    const model = loadAnswerability();
    const right = chanceByWords(model, evidenceOf('How many seats does the hall have?', 'The hall has 40 seats.'));
    const wrong = chanceByWords(model, evidenceOf('How many seats does the hall have?', 'The garden has two gates.'));
    expect(right).toBeGreaterThan(4 * wrong);
  });
});

it('tells how far a sentence is before the others that were compared, or behind the best', () => {
  const alignment = (sentence: number, matched: number) => ({ ...NOTHING, sentence, matched });
  const [first, second] = leadsOf([alignment(0.8, 0.7), alignment(0.7, 0.9), alignment(0.5, 0.5)]);
  expect(first?.sentenceLead).toBeCloseTo(0.1);
  expect(first?.matchedLead).toBeCloseTo(-0.2);
  expect(second?.matchedLead).toBeCloseTo(0.2);
  expect(leadsOf([alignment(0.8, 0.7)])).toEqual([{ sentenceLead: 0, matchedLead: 0, allLead: 0 }]);
});

it.each(['compare ', ' ', 'A. ', '?! ', '1,2.'])('takes time in proportion to the text: runs of "%s"', (part) => {
  const weigh = (text: string): void => {
    const found = passage(text);
    const asked = askedWordsOf(text.slice(0, 2_000));
    const stems = passageStems(found, asked);
    for (const candidate of candidatesOf([found])) wordEvidence(asked, candidate, stems);
  };
  expect(growsTooFast(weigh, runOf(part))).toBe(false);
});
