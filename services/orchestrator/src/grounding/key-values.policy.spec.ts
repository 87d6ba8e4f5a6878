import { describe, expect, it } from 'vitest';
import { ValueIndex, keyValues } from './key-values.policy.js';

const canonical = (text: string): string[] => keyValues(text).map((value) => value.canonical);
const holds = (source: string, value: string): boolean => {
  const index = new ValueIndex(source);
  return keyValues(value).every((one) => index.holds(one));
};

describe('keyValues', () => {
  it.each([
    ['kept 35 days', ['35 day']],
    ['a 35-day period', ['35 day']],
    ['for a year', ['1 year']],
    ['one hour', ['1 hour']],
    ['two copies', ['2']],
    ['one of them', []],
    ['a copy', []],
    ['1,000,000 rows', ['1000000']],
    ['about 12.5 %', ['12.5 percent']],
    ['costs $30', ['30 dollar']],
    ['version 1.2.3', ['1.2.3']],
    ['32 MiB', ['32 mib']],
    ['on 5 March 2024', ['2024-03-05']],
    ['on March 5th, 2024', ['2024-03-05']],
    ['on 2024-03-05', ['2024-03-05']],
    ['set `MAX_SIZE` now', ['max_size', 'max_size'].slice(0, 1)],
  ])('%s', (text, expected) => {
    expect(canonical(text).filter((value) => keyValues(text).find((one) => one.canonical === value)?.kind !== 'name')).toEqual(expected);
  });
  it('finds names, but not the plain first word of a sentence', () => {
    expect(canonical('Snapshots go to Amsterdam. Then NATS is told. PostgreSQL too.')).toEqual(['amsterdam', 'nats', 'postgresql']);
  });
});

describe('ValueIndex', () => {
  it.each([
    ['kept 35 days', '35 days', true],
    ['kept 35 days', '35', true],
    ['at most 35', '35 days', true],
    ['kept 35 days', '35 hours', false],
    ['kept 35 days; weekly a year', 'one year', true],
    ['kept 35 days', '53 days', false],
    ['on March 5, 2024', '5 March 2024', true],
    ['on March 5, 2024', '6 March 2024', false],
    ['Use “blue green” here', 'the "Blue Green" way', true],
    ['Use blue here', 'the "green" way', false],
    ['stored in amsterdam', 'goes to Amsterdam', true],
    ['stored in Amsterdam', 'goes to Rotterdam', false],
    ['12,000 rows', 'has 12000', true],
  ])('"%s" holds the values of "%s": %s', (source, value, expected) => {
    expect(holds(source, value)).toBe(expected);
  });
});
