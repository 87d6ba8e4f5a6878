import { describe, expect, it } from 'vitest';
import { BACKUPS, PORTS, passage } from './passages.fixture.js';
import { citationsFor, mergeFindings, relatedPassages } from './passages.policy.js';

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

describe('citationsFor', () => {
  it('cites the passage whose sentence carries the answer', () => {
    const citations = citationsFor('How long are daily snapshots kept?', '35 days', [passage(PORTS), passage(BACKUPS)]);
    expect(citations.map((citation) => citation.excerpt)).toEqual(['Daily snapshots are kept 35 days; weekly a year.']);
  });
  it('shortens long excerpts', () => {
    const [citation] = citationsFor('snapshot', 'snapshot', [passage(`snapshot ${'word '.repeat(200)}`)]);
    expect(citation?.excerpt).toHaveLength(300);
  });
});
