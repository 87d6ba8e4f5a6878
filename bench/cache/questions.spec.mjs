import { describe, expect, it } from 'vitest';
import { makeDocuments } from '../lib/load/documents.mjs';
import { paraphrase, storedAnswer, storedQuestion, strangeQuestion } from './questions.mjs';

describe('questions and documents', () => {
  it('repeat none of the 5,000 questions', () => {
    const all = Array.from({ length: 5_000 }, (_value, n) => [
      storedQuestion(n),
      paraphrase(n),
      strangeQuestion(n),
      storedAnswer(n),
    ]).flat();
    expect(new Set(all).size).toBe(20_000);
  });

  it('are the same in each run, of varied size, and share no sentence', () => {
    const [documents, again] = [makeDocuments(40), makeDocuments(40)];
    expect(documents).toEqual(again);
    const sizes = documents.map(({ text }) => text.length);
    expect([Math.min(...sizes) < 1_200, Math.max(...sizes) > 23_000]).toEqual([true, true]);
    const sentences = documents.flatMap(({ text }) => text.match(/The [^.]+\./g));
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});
