import { AppError } from '@docmind/errors';
import type { SilenceLimits } from './silence.policy.js';

/** Tells of an engine that has stalled. One timer a stream, which each piece only winds up again. Must be ended. */
export class SilenceWatch {
  private timer: NodeJS.Timeout | undefined;
  private hasHeard = false;

  /** @param onStall gets UNAVAILABLE with how long the engine said nothing, and when */
  constructor(
    private readonly limits: SilenceLimits,
    private readonly onStall: (error: AppError) => void,
  ) {
    this.listen(limits.firstMs, 'before its first token');
  }

  heard(): void {
    if (this.hasHeard && this.timer) return void this.timer.refresh();
    this.hasHeard = true;
    clearTimeout(this.timer);
    this.listen(this.limits.nextMs, 'in the middle of its answer');
  }

  /** Until it is heard again: it is held back, not silent. */
  pause(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private listen(ms: number, when: string): void {
    this.timer = setTimeout(() => this.onStall(new AppError('UNAVAILABLE', `The engine said nothing for ${ms} ms ${when}`)), ms);
  }
}
