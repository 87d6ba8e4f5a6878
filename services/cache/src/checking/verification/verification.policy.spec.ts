import { describe, expect, it } from 'vitest';
import { type DoubtfulPair, type VerificationLimits, VERIFY_FLOOR, verificationFor, type VerifyMode } from './verification.policy.js';

const PAIR: DoubtfulPair = { probability: 0.9, questionChars: 80, answerChars: 400 };
const LIMITS: VerificationLimits = { usualMs: 100, limitMs: 2_000, remainingMs: 10_000 };

describe('verificationFor', () => {
  it.each<[VerifyMode, Partial<DoubtfulPair>, Partial<VerificationLimits>, string]>([
    ['off', {}, {}, 'no'],
    ['async', {}, {}, 'later'],
    ['sync', {}, {}, 'now'],
    ['async', { probability: VERIFY_FLOOR - 0.01 }, {}, 'no'],
    ['sync', { probability: VERIFY_FLOOR - 0.01 }, {}, 'no'],
    ['sync', { answerChars: 40 }, {}, 'later'],
    ['sync', { questionChars: 4_000 }, {}, 'later'],
    ['sync', {}, { remainingMs: 150 }, 'later'],
    ['sync', {}, { usualMs: undefined, remainingMs: 3_000 }, 'later'],
    ['sync', {}, { usualMs: undefined, remainingMs: 4_000 }, 'now'],
    ['sync', {}, { remainingMs: -1 }, 'later'],
  ])('%s, pair %j, limits %j: %s', (mode, pair, limits, expected) => {
    expect(verificationFor(mode, { ...PAIR, ...pair }, { ...LIMITS, ...limits })).toBe(expected);
  });
});
