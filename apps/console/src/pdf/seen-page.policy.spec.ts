import { expect, it } from 'vitest';
import { type PagePlace, pageSeen } from './seen-page.policy.js';

/** Pages of one height with room between them. */
const roll = (pages: number, height: number): PagePlace[] =>
  Array.from({ length: pages }, (_value, index) => ({ page: index + 1, top: index * (height + 12), height }));

it('is the page that fills the view, though the end of another is still above it', () => {
  const view = { height: 440, isAtEnd: false };
  expect(pageSeen(roll(2, 400), { ...view, top: 0 })).toBe(1);
  expect(pageSeen(roll(2, 400), { ...view, top: 244 })).toBe(2);
});

it('is the first of several that are seen whole, and at the end of the roll the last', () => {
  const slides = roll(6, 100);
  expect(pageSeen(slides, { top: 112, height: 330, isAtEnd: false })).toBe(2);
  expect(pageSeen(slides, { top: 330, height: 330, isAtEnd: true })).toBe(6);
});

it('is the first before there are pages', () => {
  expect(pageSeen([], { top: 0, height: 400, isAtEnd: true })).toBe(1);
});
