import { describe, expect, it } from 'vitest';
import { PrefixIndex } from './prefix-index.policy.js';
import { prefixMarks } from './prefix-marks.policy.js';

const said = (...contents: string[]) => contents.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }));

describe('PrefixIndex', () => {
  it('knows who has how much of a prompt', () => {
    const index = new PrefixIndex();
    index.note(prefixMarks(said('a'.repeat(400))), 0);
    index.note(prefixMarks(said('a'.repeat(400), 'b'.repeat(400))), 2);
    expect(index.matches(prefixMarks(said('a'.repeat(400), 'b'.repeat(400), 'c')), 3)).toEqual([100, 0, 200]);
    index.forget(2);
    expect(index.matches(prefixMarks(said('a'.repeat(400), 'b'.repeat(400), 'c')), 3)).toEqual([100, 0, 0]);
  });

  it('serves thirty replicas', () => {
    const index = new PrefixIndex();
    for (let replica = 0; replica < 30; replica++) index.note(prefixMarks(said('abcd')), replica);
    expect(index.matches(prefixMarks(said('abcd')), 30)).toEqual(new Array(30).fill(1));
  });

  it('forgets what was used longest ago', () => {
    const index = new PrefixIndex(2);
    for (const text of ['one.', 'two.', 'one.', 'tri.']) index.note(prefixMarks(said(text)), 0);
    expect(index.size).toBe(2);
    expect(['one.', 'two.', 'tri.'].map((text) => index.matches(prefixMarks(said(text)), 1))).toEqual([[1], [0], [1]]);
  });
});
