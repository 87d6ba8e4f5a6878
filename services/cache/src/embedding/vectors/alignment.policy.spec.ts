import fc from 'fast-check';
import { expect, it } from 'vitest';
import { align } from './alignment.policy.js';
import type { TokenVectors } from './embedder.port.js';

/** Tokens with a direction each: equal tokens have a cosine of 1, others of 0. */
function tokens(text: string): TokenVectors {
  const pieces = ['[CLS]', ...text.split(' ').filter((word) => word !== ''), '[SEP]'];
  const vectors = new Float32Array(pieces.length * DIRECTIONS.length);
  pieces.forEach((piece, row) => (vectors[row * DIRECTIONS.length + DIRECTIONS.indexOf(piece)] = 1));
  return { pieces: pieces.map((text) => ({ id: 10_000, text })), vectors };
}
const DIRECTIONS = ['[CLS]', '[SEP]', 'who', 'founded', 'war', '##saw', 'paris', 'sawa', 'the', 'wie', 'ist', 'die'];

it('finds each word of the question in the text, and names the worst', () => {
  const found = align(tokens('who founded war ##saw'), tokens('sawa founded war ##saw'));
  expect(found).toMatchObject({ matched: 1, worst: 1, secondWorst: 1, questionWord: 0 });
  const other = align(tokens('who founded war ##saw'), tokens('sawa founded paris'));
  expect(other.worst).toBe(0);
  expect(other.secondWorst).toBe(1);
  expect(other.matched).toBeCloseTo(0.5);
});

it('takes the parts of a word together', () => {
  expect(align(tokens('war ##saw'), tokens('war paris')).worst).toBeCloseTo(0.5);
});

it('leaves words without meaning out of what must be found', () => {
  expect(align(tokens('the paris'), tokens('paris')).matched).toBe(1);
});

it('leaves out the little words of the language that is asked in', () => {
  expect(align(tokens('wie ist die paris'), tokens('paris')).matched).toBe(1);
});

it('compares question and text as wholes by their first marks', () => {
  expect(align(tokens('who founded paris'), tokens('war ##saw')).sentence).toBe(1);
});

it('says how much of the text the matches span', () => {
  expect(align(tokens('founded paris'), tokens('founded the the paris')).spread).toBeCloseTo(3 / 4);
});

it('gives finite cosines for whatever words there are', () => {
  const words = fc.array(fc.constantFrom(...DIRECTIONS.slice(2)), { maxLength: 12 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(words, words, (question, text) => {
      for (const value of Object.values(align(tokens(question), tokens(text)))) {
        expect(Number.isFinite(value)).toBe(true);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }
    }),
  );
});
