import { describe, expect, it } from 'vitest';
import { withoutListMarks } from './blocks.js';
import { isSpace, oneOf, withoutEnd, withoutStart } from './characters.js';
import { quotationsIn } from './quotations.js';
import { lastSentenceEnd } from './sentences.js';

describe('ends of a text', () => {
  it('are taken off and the middle stays', () => {
    expect(withoutEnd('a,b,;,', oneOf(',;'))).toBe('a,b');
    expect(withoutStart(' \u00a0\u2028a b ', isSpace)).toBe('a b ');
    expect(withoutEnd(',,,', oneOf(','))).toBe('');
  });
});

describe('withoutListMarks', () => {
  it('leaves what may be a value', () => {
    expect(withoutListMarks('1. Stop\n- wait\n  12) go\n## Then\n365. day\n-5 °C\n2.5 GB')).toBe(
      'Stop\nwait\ngo\nThen\n365. day\n-5 °C\n2.5 GB',
    );
  });
});

describe('quotationsIn', () => {
  it.each([
    ['say "one" and “two”, «three», `four`', ['one', 'two', 'three', 'four']],
    ["it's 'soft' or the users' own", ['soft']],
    ['"" "open', [' ']],
    ['“nested “marks” here', ['nested “marks']],
    ['`a"b`', ['a"b']],
  ])('%s', (text, quoted) => expect(quotationsIn(text).map((quotation) => quotation.text)).toEqual(quoted));
});

describe('lastSentenceEnd', () => {
  it.each([
    ['One. Two. Thr', 9],
    ['One. Two.', 4],
    ['He said "no." Then', 13],
    ['It costs 3.5', 0],
    ['', 0],
  ])('of %s that is still being written: %i', (text, end) => expect(lastSentenceEnd(text)).toBe(end));

  it('is the end of a text that is finished', () => expect(lastSentenceEnd('One. Two.', { isFinished: true })).toBe(9));
  it('looks no further back than it is told', () => expect(lastSentenceEnd('One. Two', { from: 4 })).toBe(0));
});
