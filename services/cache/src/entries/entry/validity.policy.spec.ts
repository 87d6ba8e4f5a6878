import { describe, expect, it } from 'vitest';
import { isCurrent, isExpired, isTooOld } from './validity.policy.js';

const NOW = 1_000_000;

describe('isExpired', () => {
  it.each([
    ['within its time', NOW - 900_000, NOW + 1, false],
    ['at the end of its time', NOW - 900_000, NOW, true],
    ['ahead by the skew of two clocks', NOW + 60_000, NOW + 90_000, false],
    ['from the future: the clock was set back', NOW + 60_001, NOW + 90_000, true],
  ])('%s', (_what, createdAtMs, expiresAtMs, expected) => {
    expect(isExpired({ createdAtMs, expiresAtMs }, NOW)).toBe(expected);
  });
});

describe('isTooOld', () => {
  it.each([
    ['any age, where no limit is given', NOW - 900_000, undefined, false],
    ['just as old as the caller takes', NOW - 10_000, 10, false],
    ['older', NOW - 10_001, 10, true],
    ['ahead by the skew of two clocks', NOW + 60_000, 0, false],
  ])('%s', (_what, createdAtMs, maxAgeSeconds, expected) => {
    expect(isTooOld({ createdAtMs }, NOW, maxAgeSeconds)).toBe(expected);
  });
});

describe('isCurrent', () => {
  it.each([
    // from documents, entry's epoch, caller's epoch, epoch this cache has heard of, served
    [true, 5, 5, 0, true],
    [true, 5, 6, 0, false],
    [true, 5, 6, 5, false],
    [true, 5, 6, 6, true],
    [true, 5, undefined, 0, true],
    [false, 0, 9, 0, true],
  ])('documents %s, made in %s, caller knows %s, heard of %s -> %s', (fromDocuments, epoch, caller, seen, served) => {
    expect(isCurrent({ fromDocuments, epoch }, caller, () => seen)).toBe(served);
  });
});
