import type { ContextBudget } from './context-budget.policy.js';

/** What is kept or left out as a whole: a piece of a message, or a tool call with its results. */
export interface CutUnit {
  readonly tokens: number;
  /** Kept wherever it stands. */
  readonly isPinned: boolean;
}

/** The units from `from` up to, not including, `to` are left out, but for pinned ones. */
export interface Cut {
  readonly from: number;
  readonly to: number;
  readonly droppedTokens: number;
}

type Shape = Pick<ContextBudget, 'headTokens' | 'tailTokens' | 'overlapTokens'>;

/**
 * Leaves out the middle. Both sides are rounded up to whole units while there is room. The tail starts at a multiple of the overlap, so two
 * turns of a growing conversation mostly share their start and the engine's prefix cache keeps what it has read.
 * @param roomTokens what all kept units may have together
 * @returns undefined when nothing is left out; `droppedTokens` may still be too few when the pinned units alone are too many
 */
export function planCut(units: readonly CutUnit[], roomTokens: number, wanted: Shape): Cut | undefined {
  const line = new Line(units);
  const shape = shrunk(wanted, roomTokens);
  const from = line.firstAt(shape.headTokens);
  let to = line.lastBefore(line.total - shape.tailTokens);
  if (shape.overlapTokens > 0) to = line.lastBefore(Math.floor(line.before(to) / shape.overlapTokens) * shape.overlapTokens);
  const cut = line.fitted({ from, to: Math.max(from, to) }, roomTokens, shape);
  const droppedTokens = line.dropped(cut.from, cut.to);
  return droppedTokens === 0 ? undefined : { ...cut, droppedTokens };
}

function shrunk({ headTokens, tailTokens, overlapTokens }: Shape, roomTokens: number): Shape {
  const share = Math.max(0, Math.min(1, roomTokens / (headTokens + tailTokens + overlapTokens)));
  return {
    headTokens: Math.floor(headTokens * share),
    tailTokens: Math.floor(tailTokens * share),
    overlapTokens: Math.floor(overlapTokens * share),
  };
}

/** The units with the sums of tokens before each, so that every question about a range costs one subtraction. */
class Line {
  private readonly sums: number[] = [0];
  private readonly loose: number[] = [0];

  constructor(private readonly units: readonly CutUnit[]) {
    for (const [index, { tokens, isPinned }] of units.entries()) {
      this.sums.push(this.before(index) + tokens);
      this.loose.push((this.loose[index] ?? 0) + (isPinned ? 0 : tokens));
    }
  }

  get total(): number {
    return this.before(this.units.length);
  }

  before(index: number): number {
    return this.sums[index] ?? 0;
  }

  dropped(from: number, to: number): number {
    return (this.loose[to] ?? 0) - (this.loose[from] ?? 0);
  }

  /** The first index with at least so many tokens before it. */
  firstAt(tokens: number): number {
    const found = this.sums.findIndex((sum) => sum >= tokens);
    return found < 0 ? this.units.length : found;
  }

  /** The last index with at most so many tokens before it. */
  lastBefore(tokens: number): number {
    return Math.max(
      0,
      this.sums.findLastIndex((sum) => sum <= tokens),
    );
  }

  /** Widens the gap until what is kept fits, first on the side that has most above its share. */
  fitted({ from, to }: { from: number; to: number }, roomTokens: number, shape: Shape): { from: number; to: number } {
    while (this.total - this.dropped(from, to) > roomTokens && (from > 0 || to < this.units.length)) {
      const headSurplus = from > 0 ? this.before(from) - shape.headTokens : -Infinity;
      const tailSurplus = to < this.units.length ? this.total - this.before(to) - shape.tailTokens : -Infinity;
      if (headSurplus >= tailSurplus) from--;
      else to++;
    }
    return this.narrowed(from, to);
  }

  /** Pinned units at the edges are no part of the gap. */
  private narrowed(from: number, to: number): { from: number; to: number } {
    while (from < to && this.units[from]?.isPinned) from++;
    while (from < to && this.units[to - 1]?.isPinned) to--;
    return { from, to };
  }
}
