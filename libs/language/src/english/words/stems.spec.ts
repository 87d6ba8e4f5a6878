import { describe, expect, it } from 'vitest';
import { isParticiple, stem } from './stems.js';

describe('stem', () => {
  it.each([
    ['snapshots', 'snapshot'],
    ['kept', 'keep'],
    ['policies', 'policy'],
    ['stored', 'storing'],
    ['planning', 'plan'],
    ['boxes', 'box'],
    ['women', 'woman'],
    ['goes', 'gone'],
    ['cancelled', 'cancel'],
  ])('joins %s and %s', (a, b) => expect(stem(a)).toBe(stem(b)));

  it.each([
    ['university', 'universal'],
    ['organ', 'organization'],
    ['news', 'new'],
    ['v2', 'v3'],
    ['spelling', 'spel'],
  ])('leaves %s and %s apart', (a, b) => expect(stem(a)).not.toBe(stem(b)));

  it('knows participles with and without -ed', () => {
    expect(['kept', 'stored', 'written'].every(isParticiple)).toBe(true);
    expect(['keep', 'keeping', 'uses'].some(isParticiple)).toBe(false);
  });
});
