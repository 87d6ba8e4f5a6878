import { describe, expect, it } from 'vitest';
import { passage } from './passages.fixture.js';
import { placeOfQuote } from './quote-place.policy.js';

describe('placeOfQuote', () => {
  const text = 'Daily snapshots are kept for 35 days. Weekly ones for a year.';
  const found = { ...passage(text), page: 3 };

  it('says where a quote stands in the document', () => {
    const start = text.indexOf('Weekly');
    expect(placeOfQuote({ ...found, place: { start: 100, end: 161, pageLabel: 'iv' } }, start, text.length)).toEqual({
      documentStart: 138,
      documentEnd: 161,
      pageLabel: 'iv',
    });
  });

  it('gives a box a line, and of a line that it takes half of, half of its width', () => {
    const lines = [
      [0, 10, 72, 100, 50, 12],
      [10, 20, 124, 100, 50, 12],
      [20, 40, 72, 114, 100, 12],
      [40, 61, 72, 128, 100, 12],
    ];
    expect(placeOfQuote({ ...found, place: { start: 0, end: 61, lines } }, 5, 30).boxes).toEqual([
      { page: 3, x: 97, y: 100, width: 77, height: 12 },
      { page: 3, x: 72, y: 114, width: 50, height: 12 },
    ]);
  });

  it('says nothing of a passage that was kept without its place', () => {
    expect(placeOfQuote(found, 0, 5)).toEqual({});
  });
});
