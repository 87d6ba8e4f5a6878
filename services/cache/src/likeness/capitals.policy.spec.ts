import { expect, it } from 'vitest';
import { forbiddenBy } from './guards.policy.js';
import { factsOf } from './question-facts.policy.js';

it.each([
  ['Does the WHO help?', 'Does the who help?', true],
  ['Can US firms join?', 'Can us firms join?', true],
  ['Is IT good for it?', 'Is it good for IT?', true],
  ['Is the API open?', 'Is the api open?', false],
  ['WHO WROTE IT?', 'Who wrote it?', false],
])('%s %s', (asked, stored, expected) => {
  const [left, right] = [factsOf(asked), factsOf(stored)];
  expect(forbiddenBy(left, right) !== undefined).toBe(expected);
  expect(forbiddenBy(right, left) !== undefined).toBe(expected);
});
