import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieceEnds } from './text-pieces.policy.js';
import { CountingTokenizer, isWellFormed } from './tokens.fixture.js';

const piecesOf = (text: string) => pieceEnds(text).map((end, index, ends) => text.slice(index === 0 ? 0 : ends[index - 1], end));
const sentence = fc.array(fc.constantFrom('tokens', 'are', 'counted', 'Zürich', '1,024', 'für', "don't", 'mañana', 'x'), { minLength: 1 });
const prose = fc
  .array(
    fc.tuple(sentence, fc.constantFrom('. ', '! ', '.\n\n', '.\n', '.\r\n\r\n', '; ')).map(([words, end]) => words.join(' ') + end),
    { minLength: 1, maxLength: 400 },
  )
  .map((sentences) => sentences.join(''));

describe('pieceEnds', () => {
  it('loses nothing, and no piece is long', () => {
    fc.assert(
      fc.property(fc.oneof(prose, fc.string({ unit: 'grapheme', maxLength: 6_000 })), (text) => {
        const pieces = piecesOf(text);
        expect(pieces.join('')).toBe(text);
        expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(1_030);
      }),
    );
  });

  it('never cuts a character in two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), (shift) => {
        const pieces = piecesOf('a'.repeat(shift) + '😀'.repeat(3_000));
        expect(pieces.every(isWellFormed)).toBe(true);
      }),
    );
  });

  it("cuts prose so that the pieces' tokens add up to the text's", async () => {
    const tokenizer = new CountingTokenizer();
    await fc.assert(
      fc.asyncProperty(prose, async (text) => {
        const [whole] = await tokenizer.countTokens([text]);
        const parts = await tokenizer.countTokens(piecesOf(text));
        expect(parts.reduce((sum, count) => sum + count, 0)).toBe(whole);
      }),
    );
  });

  it('prefers a line to a sentence and a sentence to a word', () => {
    const filler = 'word '.repeat(100);
    expect(piecesOf(`${filler}end. ${filler}\nnext ${filler.repeat(3)}`)[0]).toBe(`${filler}end. ${filler}\n`);
    expect(piecesOf(`${filler}One. ${filler.repeat(3)}`)[0]).toBe(`${filler}One.`);
    expect(piecesOf(filler.repeat(5))[0]).toMatch(/ word$/);
    expect(piecesOf('词语很多。'.repeat(400))[0]).toMatch(/。$/);
  });
});
