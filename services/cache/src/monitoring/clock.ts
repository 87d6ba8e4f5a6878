/** Wall clock in Unix ms, injected so that a test decides what time it is. */
export abstract class Clock {
  abstract nowMs(): number;
}

export class SystemClock extends Clock {
  nowMs(): number {
    return Date.now();
  }
}
