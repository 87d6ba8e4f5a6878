import { describe, expect, it } from 'vitest';
import { stepOf, zoomed } from './zoom.policy.js';

describe('zoomed', () => {
  it('is where it was after in and out, and ends somewhere', () => {
    expect(zoomed(zoomed(1, 'in'), 'out')).toBe(1);
    let zoom = 1;
    for (let times = 0; times < 50; times += 1) zoom = zoomed(zoom, 'in');
    expect(zoom).toBe(6);
    for (let times = 0; times < 50; times += 1) zoom = zoomed(zoom, 'out');
    expect(zoom).toBe(0.5);
  });
});

describe('stepOf', () => {
  const at = { page: 3, pages: 4, zoom: 2 };

  it.each([
    ['PageDown', { page: 4 }],
    ['PageUp', { page: 2 }],
    ['Home', { page: 1 }],
    ['End', { page: 4 }],
    ['+', { zoom: 2.5 }],
    ['-', { zoom: 1.6 }],
    ['0', { zoom: 1 }],
    ['a', undefined],
  ])('knows %s', (key, step) => {
    expect(stepOf(key, at)).toEqual(step);
  });

  it('leaves no page before the first or after the last', () => {
    expect(stepOf('PageDown', { ...at, page: 4 })).toEqual({ page: 4 });
    expect(stepOf('PageUp', { ...at, page: 1 })).toEqual({ page: 1 });
  });
});
