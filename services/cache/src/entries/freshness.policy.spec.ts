import { expect, it } from 'vitest';
import { isFresh } from './freshness.policy.js';

const NOW = 1_000_000;
it.each([
  ['any age, where none is asked for', NOW - 900_000, undefined, true],
  ['just as old as asked for', NOW - 10_000, 10, true],
  ['older', NOW - 10_001, 10, false],
  ['ahead by the skew of two clocks', NOW + 60_000, 0, true],
  ['from the future: the clock was set back', NOW + 60_001, undefined, false],
])('%s', (_what, createdAtMs, maxAgeSeconds, expected) => {
  expect(isFresh(createdAtMs, NOW, maxAgeSeconds)).toBe(expected);
});
