import { english } from '@docmind/language';
import { describe, expect, it } from 'vitest';
import { BACKUPS, PORTS, passage } from './passages.fixture.js';
import { refuses, sentenceCheckOf } from './draft-check.policy.js';
import { missingValue, sourcesOf } from './validator.policy.js';

const sources = [passage(BACKUPS), passage(PORTS, { documentName: 'ports.md' })];
const check = (question: string, answer: string): string[] => problemsOf([question], answer);

/** Everything that speaks against a draft, whichever of its sentences says it. */
function problemsOf(questions: string[], draft: string): string[] {
  if (refuses(draft)) return ['it refuses'];
  const checked = english.sentences.split(draft).map(sentenceCheckOf(sourcesOf(questions, sources), sources));
  const failed = checked.filter(({ status }) => status !== 'supported').flatMap(({ status, problems }) => [status, ...problems]);
  return [...failed, ...missingValue(questions, draft), ...(checked.length === 0 ? ['it says nothing'] : [])];
}

describe('a draft held against its sources', () => {
  it.each([
    ['How long are daily snapshots kept?', 'Daily snapshots are kept for 35 days.'],
    ['How long are daily snapshots kept?', '35 days'],
    ['How long are daily snapshots kept?', '1. Daily snapshots are kept for 35 days.'],
    ['How long are daily snapshots kept?', 'Daily snapshots are kept 35 days; weekly a year.'],
    ['On which port does the cache listen?', 'The cache listens on 8899.'],
    ['On which port does the orchestrator listen?', 'The orchestrator listens on port 8080.'],
    ['Who tests restores?', 'Restores are tested by the platform team.'],
    ['How often are restores tested?', 'Restores are tested every quarter (a quarter).'],
    ['Are restores tested?', 'Yes, restores are tested.'],
    ['Are weekly snapshots kept 35 days?', 'No, weekly snapshots are kept a year.'],
  ])('lets through: %s -> %s', (question, answer) => {
    expect(check(question, answer)).toEqual([]);
  });

  it.each([
    ['a value that belongs to its neighbour', 'How long are daily snapshots kept?', 'A year.'],
    ['the same, said at length', 'How long are daily snapshots kept?', 'Daily snapshots are kept for a year.'],
    ['a number of its own', 'How long are daily snapshots kept?', 'Daily snapshots are kept for 90 days.'],
    ['the right number with a wrong unit', 'How long are daily snapshots kept?', 'Daily snapshots are kept 35 hours.'],
    ["another service's port", 'On which port does the cache listen?', 'The cache listens on 8001.'],
    ['a name of its own', 'Who tests restores?', 'Restores are tested by the team of Angela.'],
    ['no value where one was asked for', 'How long are daily snapshots kept?', 'Daily snapshots are kept.'],
    ['a story of its own', 'Who tests restores?', 'Brave engineers gather monthly, sing songs and rejoice together happily.'],
    ['a denial', 'Who tests restores?', 'Restores are not tested by the platform team.'],
    ['a bare yes', 'Are restores tested?', 'Yes.'],
    [
      'a sentence among good ones that no passage speaks of',
      'Who tests restores?',
      'Restores are tested by the platform team. Paris sings opera.',
    ],
    ['giving up', 'Who tests restores?', "I'm sorry, the passages do not say who tests restores."],
    ['a list that never came', 'How long are daily snapshots kept?', '1. The'],
    ['a word that says nothing', 'Who tests restores?', 'The'],
    ['silence', 'Who tests restores?', '  '],
    ['an invented quotation', 'Who tests restores?', 'The "platform committee" tests restores.'],
  ])('stops %s', (_case, question, answer) => {
    expect(check(question, answer)).not.toEqual([]);
  });

  it('lets the numbers of the question be repeated', () => {
    expect(check('Who tests restores in 2024?', 'In 2024 restores are tested by the platform team.')).toEqual([]);
  });
  it('takes each part of a planned question for itself', () => {
    const questions = ['How long are daily snapshots kept?', 'On which port does the cache listen?'];
    expect(problemsOf(questions, 'Daily snapshots are kept 35 days. The cache listens on 8899.')).toEqual([]);
    expect(problemsOf(questions, 'Daily snapshots are kept 35 days. The cache listens on 8080.')).not.toEqual([]);
  });
  it('takes no bare value for its neighbour in other languages either', () => {
    const hall = [passage('El alquiler de la sala es de 50 euros y la fianza es de 120 euros.')];
    const of = (question: string, answer: string) => sentenceCheckOf(sourcesOf([question], hall), hall)(answer).problems;
    expect(of('¿Cuánto es el alquiler de la sala?', '120 euros')).not.toEqual([]);
    expect(of('¿Cuánto es el alquiler de la sala?', '50 euros')).toEqual([]);
  });
  it('says which value is wrong', () => {
    expect(check('How long are daily snapshots kept?', 'Daily snapshots are kept for 90 days.')).toContain(
      '"90 days" is not in the sources',
    );
  });
});

describe('refuses', () => {
  it.each([
    'The passages do not say who tests restores.',
    "The document doesn't mention it.",
    'There is no information about this in the text.',
    "I don't know.",
    'This is not stated in the passages.',
  ])('takes as a refusal: %s', (draft) => {
    expect(refuses(draft)).toBe(true);
  });

  it.each(['Restores are not tested on Sundays.', 'No, at most five days may be carried over.', 'Daily snapshots are kept 35 days.'])(
    'takes as an answer: %s',
    (draft) => {
      expect(refuses(draft)).toBe(false);
    },
  );
});
