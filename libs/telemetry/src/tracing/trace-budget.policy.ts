/** How many new traces a second are recorded; what wasn't used of the last second may be used at once. */
export class TraceBudget {
  private left: number;
  private askedAtMs = 0;

  constructor(private readonly perSecond: number) {
    this.left = perSecond;
  }

  takes(nowMs: number): boolean {
    this.left = Math.min(this.perSecond, this.left + ((nowMs - this.askedAtMs) * this.perSecond) / 1_000);
    this.askedAtMs = nowMs;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
