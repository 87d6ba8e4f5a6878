import { Clock } from './clock.js';

export class FakeClock extends Clock {
  constructor(private now = 1_000_000) {
    super();
  }

  nowMs(): number {
    return this.now;
  }

  advance(ms: number): void {
    this.now += ms;
  }
}
