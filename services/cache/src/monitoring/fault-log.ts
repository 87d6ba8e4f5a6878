/** Lines about the same part come no oftener than this, however fast it fails and recovers. */
const QUIET_MS = 30_000;

interface Trouble {
  failing: boolean;
  faults: number;
  told: boolean;
  toldAtMs: number;
}

/** Decides which faults are worth a line: the first of a trouble and its end, not each request that meets it. */
export class FaultLog<Part extends string> {
  private readonly troubles = new Map<Part, Trouble>();

  /** @returns true when this fault begins a trouble that should be told */
  failed(part: Part, nowMs: number): boolean {
    const trouble = this.troubleOf(part);
    trouble.faults += 1;
    if (trouble.failing) return false;
    trouble.failing = true;
    trouble.told = nowMs - trouble.toldAtMs >= QUIET_MS;
    if (trouble.told) trouble.toldAtMs = nowMs;
    return trouble.told;
  }

  /** @returns how many faults there were, when a trouble that was told is over */
  worked(part: Part): number | undefined {
    const trouble = this.troubles.get(part);
    if (!trouble?.failing) return undefined;
    trouble.failing = false;
    if (!trouble.told) return undefined;
    const { faults } = trouble;
    trouble.faults = 0;
    return faults;
  }

  /** Parts that failed when they were last used. */
  failing(): Part[] {
    return [...this.troubles].filter(([, { failing }]) => failing).map(([part]) => part);
  }

  private troubleOf(part: Part): Trouble {
    const known = this.troubles.get(part);
    if (known) return known;
    const fresh = { failing: false, faults: 0, told: false, toldAtMs: Number.NEGATIVE_INFINITY };
    this.troubles.set(part, fresh);
    return fresh;
  }
}
