import { describe, expect, it } from 'vitest';
import { wilson } from './wilson.mjs';

describe('wilson', () => {
  it('gives the published interval', () => {
    // Newcombe 1998, method 3.
    expect(wilson(81, 263)).toEqual({ share: 81 / 263, low: expect.closeTo(0.2553, 4), high: expect.closeTo(0.3662, 4) });
    expect(wilson(15, 148)).toMatchObject({ low: expect.closeTo(0.0624, 4), high: expect.closeTo(0.1605, 4) });
  });

  it('stays within 0 and 1, and says nothing of no samples', () => {
    expect(wilson(0, 20)).toMatchObject({ share: 0, low: 0, high: expect.closeTo(0.1611, 4) });
    expect(wilson(29, 29)?.high).toBeCloseTo(1, 12);
    expect(wilson(0, 0)).toBeUndefined();
  });
});
