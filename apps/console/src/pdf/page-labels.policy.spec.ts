import { describe, expect, it } from 'vitest';
import { labelOf, labelsOf, pageMeant } from './page-labels.policy.js';

const LABELS = ['i', 'ii', '1', '2', ''];

describe('page labels', () => {
  it('are none where each is only its page’s number', () => {
    expect([labelsOf(null), labelsOf(['1', '2', ''])]).toEqual([undefined, undefined]);
    expect(labelsOf(LABELS)).toBe(LABELS);
  });

  it('name a page as it is printed, and a page without one by its number', () => {
    expect([1, 3, 5].map((page) => labelOf(LABELS, page))).toEqual(['i', '1', '5']);
    expect(labelOf(undefined, 3)).toBe('3');
  });

  it.each([
    ['ii', 2],
    [' II ', 2],
    ['1', 3],
    ['5', 5],
    ['6', undefined],
    ['0', undefined],
    ['', undefined],
    ['1.5', undefined],
    ['iv', undefined],
  ])('understand "%s"', (written, page) => {
    expect(pageMeant(written, LABELS, 5)).toBe(page);
  });
});
