import { describe, expect, it } from 'vitest';
import { BACKUPS, passage } from './passages.fixture.js';
import { citationOf, mergeFindings, relatedPassages } from './passages.policy.js';

describe('mergeFindings', () => {
  it('interleaves by rank, in the order of the sub-questions, each chunk once', () => {
    const [a, b, c] = [passage('a'), passage('b'), passage('c')];
    const merged = mergeFindings(
      [
        { order: 1, passages: [b, c] },
        { order: 0, passages: [a, b] },
      ],
      8,
    );
    expect(merged).toEqual([a, b, c]);
    expect(mergeFindings([{ order: 0, passages: [a, b, c] }], 2)).toHaveLength(2);
    expect(mergeFindings([], 2)).toEqual([]);
  });
});

describe('relatedPassages', () => {
  it('drops what neither resembles the question nor shares a word with it', () => {
    const near = passage('Nothing in common.', { similarity: 0.8 });
    const far = passage('Nothing in common.', { similarity: 0.4 });
    const wordy = passage(BACKUPS);
    expect(relatedPassages('How long are snapshots kept?', [near, far, wordy])).toEqual([near, wordy]);
  });
});

describe('citationOf', () => {
  it('shortens long excerpts', () => {
    expect(citationOf(passage('snapshot'), 'word '.repeat(200)).excerpt).toHaveLength(300);
  });
});
