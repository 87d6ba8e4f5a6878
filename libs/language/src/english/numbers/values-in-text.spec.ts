import { describe, expect, it } from 'vitest';
import { namesIn } from '../words/names.js';
import { datesIn } from './dates.js';
import { numbersIn } from './numbers-in-text.js';

describe('datesIn', () => {
  it.each([
    ['on 2024-03-05.', '2024-03-05'],
    ['on 5 March 2024', '2024-03-05'],
    ['the 1st of sept 2024', '2024-09-01'],
    ['on March 5th, 2024', '2024-03-05'],
    ['Dec 31 1999', '1999-12-31'],
  ])('%s', (text, iso) => expect(datesIn(text).map((date) => date.iso)).toEqual([iso]));

  it('says where each stands', () => {
    const text = 'From 1 May 2024 to 2024-06-30, not in May 2024.';
    expect(datesIn(text).map(({ index, text: written }) => text.slice(index, index + written.length))).toEqual([
      '1 May 2024',
      '2024-06-30',
    ]);
  });
});

describe('numbersIn', () => {
  it.each([
    ['35 days', '35 day'],
    ['a 35-day period', '35 day'],
    ['12.5%', '12.5 percent'],
    ['€ 1,250.50', '1250.50 euro'],
    ['4096 tokens', '4096 token'],
    ['20 °C', '20 celsius'],
    ['every quarter', '1 quarter'],
    ['ninety seconds', '90 second'],
    ['5 in a row', '5'],
  ])('%s -> %s', (text, expected) => {
    expect(numbersIn(text).map(({ number, unit }) => (unit === undefined ? number : `${number} ${unit}`))).toEqual([expected]);
  });

  it.each(['NATS2', 'x_5', 'a copy', 'one of them', 'each of us'])('none in: %s', (text) => expect(numbersIn(text)).toEqual([]));
});

describe('namesIn', () => {
  it.each([
    ['Snapshots go to Amsterdam. Then NATS is told.', ['Amsterdam', 'NATS']],
    ['PostgreSQL is used.', ['PostgreSQL']],
    ['Ask Maren Holt, or The Board', ['Maren', 'Holt', 'Board']],
    ['nothing here', []],
  ])('%s', (text, names) => expect(namesIn(text)).toEqual(names));
});
