import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseQuestion } from './same-text.js';

describe('normaliseQuestion', () => {
  it.each([
    ['What is a snapshot?', 'what  is a snapshot'],
    ['  How long?! ', 'how long'],
    ["What's new?", "what's new"],
    ['A plan', 'a plan'],
    ['What is 5  / 2?', 'What is 5 / 2? '],
  ])('takes as equal: %s | %s', (a, b) => expect(normaliseQuestion(a)).toBe(normaliseQuestion(b)));

  it.each([
    ['Who are US?', 'Who are us?'],
    ['What does print(A) do', 'What does print(a) do'],
    ['run `a  b`', 'run `a b`'],
    ['if x:\n  y', 'if x:\n y'],
    ['NASA budget', 'nASA budget'],
    ['What is 5!', 'What is 5'],
    ['What does x ?? do', 'What does x ? do'],
    ['What does = do', 'What does == do'],
  ])('keeps apart: %s | %s', (a, b) => expect(normaliseQuestion(a)).not.toBe(normaliseQuestion(b)));

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => normaliseQuestion(normaliseQuestion(text)) === normaliseQuestion(text)),
    );
  });
});
