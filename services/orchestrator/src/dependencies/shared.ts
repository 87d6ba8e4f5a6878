/** One look serves all who ask while it is under way, and for a while after it. */
export class Shared<T> {
  private look: Promise<T> | undefined;
  private endedAtMs: number | undefined;

  constructor(
    private readonly begin: () => Promise<T>,
    private readonly keptMs: number,
  ) {}

  get(nowMs = performance.now()): Promise<T> {
    if (this.endedAtMs !== undefined && nowMs - this.endedAtMs >= this.keptMs) this.look = undefined;
    if (this.look) return this.look;
    this.endedAtMs = undefined;
    const end = () => void (this.endedAtMs = performance.now());
    this.look = this.begin();
    this.look.then(end, end);
    return this.look;
  }
}
