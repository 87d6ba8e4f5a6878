import { describe, expect, it } from 'vitest';
import { passage } from '../passages.fixture.js';
import { candidatesOf, inContext } from './candidates.policy.js';

const textsOf = (text: string): string[] => candidatesOf([passage(text)]).map((candidate) => candidate.text);

describe('a fragment', () => {
  it('is read with the sentence that follows it on its line', () => {
    expect(textsOf('Lift. The lift has stood still since May. Repairs are planned.')).toEqual([
      'Lift. The lift has stood still since May.',
      'Repairs are planned.',
    ]);
    expect(textsOf('No. Tell us four weeks ahead.')).toEqual(['No. Tell us four weeks ahead.']);
  });

  it('stays alone before a line break, at the end and before a question', () => {
    expect(textsOf('Two eggs.\nStir them into the flour with care.')).toEqual(['Two eggs.', 'Stir them into the flour with care.']);
    expect(textsOf('The pool is open every day of the week. No dogs.')).toEqual(['The pool is open every day of the week.', 'No dogs.']);
    expect(textsOf('No dogs. Why not? They scare the ducks away.')).toEqual(['No dogs.', 'They scare the ducks away.']);
  });

  it('and its sentence stand where they stood', () => {
    const text = 'House rules for guests.\n\nPets.  They travel\nin a box.';
    const candidate = candidatesOf([passage(text)]).at(-1);
    expect(text.slice(candidate?.start, candidate?.end)).toBe('Pets.  They travel\nin a box.');
  });
});

describe('a question in a document', () => {
  const FAQ =
    'Do you take cards?\nWe take all of them. There is no fee.\n\nHow late are you open?\nUntil nine.\n\nWe look forward to your visit.';

  it('is no answer, and stands over its answers', () => {
    expect(candidatesOf([passage(FAQ)]).map(({ text, topic }) => [text, topic])).toEqual([
      ['We take all of them.', 'Do you take cards?'],
      ['There is no fee.', 'Do you take cards?'],
      ['Until nine.', 'How late are you open?'],
      ['We look forward to your visit.', undefined],
    ]);
    const [first] = candidatesOf([passage(FAQ)]);
    expect(first && inContext(first)).toBe('backups: Do you take cards? We take all of them.');
  });

  it('stays where nothing answers it: a list of questions', () => {
    expect(textsOf('How old are you?\nDo you smoke?\nAre you insured?')).toEqual(['How old are you?', 'Do you smoke?', 'Are you insured?']);
  });
});
