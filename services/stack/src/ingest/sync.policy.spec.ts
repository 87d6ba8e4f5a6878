import { describe, expect, it } from 'vitest';
import { progressLine } from './progress.policy.js';
import { type HashedFile, stepsOf, type SyncView } from './sync.policy.js';

const file = (path: string, hash: string): HashedFile => ({ path, file: `/f/${path}`, hash, sizeBytes: 1, mtimeMs: 1 });
const entry = (path: string, hash: string, problem?: string) => ({ path, hash, sizeBytes: 1, mtimeMs: 1, problem });
const stored = (...documents: [path: string, hash: string][]) =>
  new Map(documents.map(([path, contentHash]) => [path, { id: `id of ${path}`, contentHash }]));

function steps(given: Partial<SyncView>): string[] {
  return stepsOf({ files: [], journal: [], stored: new Map(), unseen: [], follows: true, ...given }).map((step) => {
    const path = step.kind === 'delete' ? step.path : step.file.path;
    return step.kind === 'move' ? `move ${step.from} to ${path}` : `${step.kind} ${path}`;
  });
}

describe('stepsOf', () => {
  it('sends what is new or changed, and keeps what is there', () => {
    const files = [file('new.md', 'n'), file('same.md', 's'), file('changed.md', 'c2')];
    expect(steps({ files, stored: stored(['same.md', 's'], ['changed.md', 'c1']) })).toEqual([
      'upload new.md',
      'keep same.md',
      'upload changed.md',
    ]);
  });

  it('leaves alone what failed, until it changes', () => {
    const journal = [entry('bad.pdf', 'b', 'no PDF'), entry('fixed.pdf', 'old', 'no PDF')];
    expect(steps({ files: [file('bad.pdf', 'b'), file('fixed.pdf', 'new')], journal })).toEqual([
      'quarantined bad.pdf',
      'upload fixed.pdf',
    ]);
  });

  it('deletes what this folder brought and has no longer, and nothing else', () => {
    const view = { files: [file('a.md', 'a')], journal: [entry('a.md', 'a'), entry('gone.md', 'g')] };
    const there = stored(['a.md', 'a'], ['gone.md', 'g'], ['of-others.md', 'o']);
    expect(steps({ ...view, stored: there })).toEqual(['delete gone.md', 'keep a.md']);
    expect(steps({ ...view, stored: there, follows: false })).toEqual(['keep a.md']);
  });

  it('does not take for gone what it could not look at', () => {
    const journal = [entry('locked/a.md', 'a'), entry('locked-too.md', 'b')];
    expect(steps({ journal, unseen: ['locked'] })).toEqual(['delete locked-too.md']);
    expect(steps({ journal, unseen: [''] })).toEqual([]);
  });

  it('moves a renamed file, once', () => {
    const files = [file('new/a.md', 'a'), file('new/copy.md', 'a')];
    expect(steps({ files, journal: [entry('a.md', 'a')], stored: stored(['a.md', 'a']) })).toEqual([
      'move a.md to new/a.md',
      'upload new/copy.md',
    ]);
    expect(steps({ files, journal: [entry('a.md', 'a')] })).toEqual(['delete a.md', 'upload new/a.md', 'upload new/copy.md']);
  });
});

describe('progressLine', () => {
  it('gives the rate and the time left, once something is done', () => {
    const total = { files: 2_000, bytes: 30_000_000 };
    expect(progressLine({ files: 0, bytes: 0 }, total, 10)).toBe('0 of 2,000 files, 0.0 of 30.0 MB');
    expect(progressLine({ files: 100, bytes: 6_000_000 }, total, 60_000)).toBe(
      '100 of 2,000 files, 6.0 of 30.0 MB, 0.100 MB/s, 4 min left',
    );
  });
});
