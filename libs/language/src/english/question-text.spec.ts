import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseQuestion, tokenise } from './question-text.js';

describe('normaliseQuestion', () => {
  it.each([
    ['What is a snapshot?', 'what  is a snapshot'],
    ['  How long?! ', 'how long'],
    ["What's new?", "what's new"],
    ['A plan', 'a plan'],
  ])('takes as equal: %s | %s', (a, b) => expect(normaliseQuestion(a)).toBe(normaliseQuestion(b)));

  it.each([
    ['Who are US?', 'Who are us?'],
    ['What does print(A) do', 'What does print(a) do'],
    ['run `a  b`', 'run `a b`'],
    ['if x:\n  y', 'if x:\n y'],
    ['NASA budget', 'nASA budget'],
  ])('keeps apart: %s | %s', (a, b) => expect(normaliseQuestion(a)).not.toBe(normaliseQuestion(b)));

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => normaliseQuestion(normaliseQuestion(text)) === normaliseQuestion(text)),
    );
  });
});

describe('tokenise', () => {
  it('keeps versions, file names and compound words whole', () => {
    expect(tokenise('Does docker-compose.yml v2.1 need 1,000 read-only files?').map(({ lower }) => lower)).toEqual(
      'does docker-compose.yml v2.1 need 1000 read-only files'.split(' '),
    );
  });

  it('writes out contractions and knows where a sentence starts', () => {
    const tokens = tokenise("It's late. Can't we go?");
    expect(tokens.map(({ lower }) => lower)).toEqual(['it', 'is', 'late', 'can', 'not', 'we', 'go']);
    expect(tokens.filter(({ opening }) => opening).map(({ lower }) => lower)).toEqual(['it', 'can']);
  });
});
