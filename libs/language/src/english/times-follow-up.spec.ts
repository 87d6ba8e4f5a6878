import { describe, expect, it } from 'vitest';
import { english } from './english.pack.js';

describe('a follow-up that names another time', () => {
  it.each([
    ['What is the insurance premium for 2024?', 'And in 2023?', 'What is the insurance premium for 2023?'],
    ['What is the insurance premium in 2023?', 'And for 2022?', 'What is the insurance premium in 2022?'],
    ['How many guests came in March?', 'What about on Sunday?', 'How many guests came on Sunday?'],
    ['What was the budget of 2021?', 'And in 2022?', 'What was the budget of 2022?'],
    ['What does the hall cost in July?', 'And for June?', 'What does the hall cost for June?'],
  ])('takes the place of the time before, whatever its preposition: %s %s', (question, text, expected) => {
    expect(english.talk.standing(text, { question })).toEqual({ is: 'rewritten', text: expected });
  });

  it('stays beside a span that it is no part of', () => {
    const { text } = english.talk.standing('And in 2023?', { question: 'How high was the rent until 2020?' });
    expect(text).toContain('until 2020');
  });
});
