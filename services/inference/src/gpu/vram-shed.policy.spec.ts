import { describe, expect, it } from 'vitest';
import { nextShedState, NOT_SHEDDING } from './vram-shed.policy.js';

const card = (percent: number) => ({ usedBytes: percent, totalBytes: 100 });
const shedding = { isShedding: true, usedFraction: 0.96 };

describe('nextShedState', () => {
  it.each([
    ['below the threshold', NOT_SHEDDING, [card(94)], false],
    ['at the threshold', NOT_SHEDDING, [card(95)], true],
    ['above it', NOT_SHEDDING, [card(99)], true],
    ['by the fullest of several cards', NOT_SHEDDING, [card(10), card(96), card(50)], true],
    ['still, a little below it', shedding, [card(94)], true],
    ['no longer, well below it', shedding, [card(92)], false],
    ['never without a card', NOT_SHEDDING, [], false],
    ['no longer when nothing can be read', shedding, [], false],
  ])('sheds %s', (_what, before, cards, expected) => {
    expect(nextShedState(before, cards, 0.95).isShedding).toBe(expected);
  });

  it('tells how full the fullest card is', () => {
    expect(nextShedState(NOT_SHEDDING, [card(10), card(60)], 0.95).usedFraction).toBe(0.6);
    expect(nextShedState(shedding, [], 0.95).usedFraction).toBeUndefined();
  });
});
