import { expect, it } from 'vitest';
import { progressWords } from './progress-words.js';

it.each([
  [{ step: 'waiting', done: 0, total: 0 }, 'waiting'],
  [{ step: 'parse', done: 0, total: 0 }, 'being read'],
  [{ step: 'parse', done: 2, total: 12 }, 'reading page 3 of 12'],
  [{ step: 'embed', done: 32, total: 90 }, 'embed, 32 of 90 passages'],
] as const)('says how far %o is', (progress, words) => {
  expect(progressWords(progress)).toBe(words);
});
