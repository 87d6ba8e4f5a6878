import { describe, expect, it } from 'vitest';
import { contentWords } from './content-words.js';
import { stem } from './stems.js';

describe('contentWords', () => {
  it.each([
    ['snapshots', 'snapshot'],
    ['policies', 'policy'],
    ['stopped', 'stopping'],
    ['kept', 'keep'],
    ['stored', 'store'],
    ['restores', 'restored'],
    ['boxes', 'box'],
  ])('%s and %s fall together', (left, right) => {
    expect(stem(left)).toBe(stem(right));
  });
  it('leaves stop words out and keeps identifiers', () => {
    const words = contentWords('How long are the nightly-builds of QUERY_TIMEOUT_MS kept?');
    expect([...words]).toEqual(expect.arrayContaining(['query_timeout_ms', 'build', 'keep']));
    expect(words.has('how')).toBe(false);
    expect(contentWords('what is the').size).toBe(0);
  });
});
