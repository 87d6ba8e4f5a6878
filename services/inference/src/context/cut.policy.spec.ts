import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CutUnit, planCut } from './cut.policy.js';

const unit = fc.record({ tokens: fc.integer({ min: 1, max: 300 }), isPinned: fc.boolean() });
const shape = { headTokens: 200, tailTokens: 1_000, overlapTokens: 50 };
const sum = (units: readonly CutUnit[]) => units.reduce((total, { tokens }) => total + tokens, 0);
const keptOf = (units: readonly CutUnit[], cut: { from: number; to: number } | undefined) =>
  units.filter(({ isPinned }, index) => !cut || isPinned || index < cut.from || index >= cut.to);

describe('planCut', () => {
  it('keeps within the room and every pinned unit, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 0, max: 4_000 }), (units, room) => {
        const cut = planCut(units, room, shape);
        const kept = keptOf(units, cut);
        expect(sum(kept)).toBe(sum(units) - (cut?.droppedTokens ?? 0));
        expect(sum(kept)).toBeLessThanOrEqual(Math.max(room, sum(units.filter(({ isPinned }) => isPinned))));
      }),
    );
  });

  it('keeps the whole head and the whole tail where there is room to round up', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 60, maxLength: 300 }), (counts) => {
        const units = counts.map((tokens) => ({ tokens, isPinned: false }));
        const cut = planCut(units, 1_250 + 2 * 60, shape);
        if (!cut) {
          expect(sum(units)).toBeLessThanOrEqual(1_250 + 2 * 60);
          return;
        }
        expect(sum(units.slice(0, cut.from))).toBeGreaterThanOrEqual(200);
        expect(sum(units.slice(cut.to))).toBeGreaterThanOrEqual(1_000);
      }),
    );
  });

  it('lets a growing conversation keep its cut for a while', () => {
    const units = Array.from({ length: 400 }, () => ({ tokens: 10, isPinned: false }));
    const starts = Array.from({ length: 20 }, (_value, more) => planCut(units.slice(0, 300 + more), 1_400, shape)?.to);
    // 200 tokens more move a start of 50 tokens' steps four or five times, not twenty.
    expect(new Set(starts).size).toBeLessThanOrEqual(5);
  });
});
