import { expect, it } from 'vitest';
import { silenceLimits } from './silence.policy.js';

it('gives a long prompt the time to be read, and no more than that to the tokens after it', () => {
  expect(silenceLimits(100, 60_000)).toEqual({ firstMs: 60_000, nextMs: 60_000 });
  expect(silenceLimits(40_000, 60_000)).toEqual({ firstMs: 260_000, nextMs: 60_000 });
  expect(silenceLimits(40_000, undefined)).toBeUndefined();
});
