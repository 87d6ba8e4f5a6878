import { describe, expect, it } from 'vitest';
import { contentWords, overlap, splitClauses, splitSentences, stem, wordWeights } from './text.policy.js';

describe('splitSentences', () => {
  it('splits at sentence ends', () => {
    expect(splitSentences('It is on. It is off! Is it?')).toEqual(['It is on.', 'It is off!', 'Is it?']);
  });
  it('keeps decimals, versions and abbreviations whole', () => {
    expect(splitSentences('Version 1.2.3 takes 0.5 s, e.g. Linux. Then it ends.')).toEqual([
      'Version 1.2.3 takes 0.5 s, e.g. Linux.',
      'Then it ends.',
    ]);
  });
  it('takes headings, bullets and table rows apart and joins wrapped lines', () => {
    const text = '# Backups\nDaily snapshots are\nkept 35 days.\n\n- first item\n- second item\n| a | b |\n|---|---|\n| 1 | 2 |';
    expect(splitSentences(text)).toEqual([
      'Backups',
      'Daily snapshots are kept 35 days.',
      'first item',
      'second item',
      '| a | b |',
      '| 1 | 2 |',
    ]);
  });
  it('gives nothing for nothing', () => {
    expect(splitSentences(' \n\n')).toEqual([]);
  });
});

describe('splitClauses', () => {
  it('parts at semicolons', () => {
    expect(splitClauses('Daily snapshots are kept 35 days; weekly a year.')).toEqual([
      'Daily snapshots are kept 35 days',
      'weekly a year.',
    ]);
  });
  it('parts an enumeration whose every part has its own number', () => {
    expect(splitClauses('The orchestrator listens on 8080, inference on 8001 and the cache on 8899.')).toEqual([
      'The orchestrator listens on 8080',
      'inference on 8001',
      'the cache on 8899.',
    ]);
  });
  it('leaves other commas alone', () => {
    expect(splitClauses('Red, green and blue lamps cost 5 euros.')).toHaveLength(1);
  });
});

describe('words', () => {
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
  it('weighs rare words more', () => {
    const weight = wordWeights([new Set(['a', 'b']), new Set(['a']), new Set(['a'])]);
    expect(weight('b')).toBeGreaterThan(weight('a'));
    expect(overlap(new Set(['a', 'b']), new Set(['b', 'c']))).toBe(1);
  });
});
