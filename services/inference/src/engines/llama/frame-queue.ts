/** From callbacks to `for await`: keeps order, ends or fails once, and drops what comes after. */
export class FrameQueue<Frame> implements AsyncIterable<Frame> {
  private readonly frames: Frame[] = [];
  private failure: unknown;
  private closed = false;
  private wake: (() => void) | undefined;

  push(frame: Frame): void {
    if (this.closed) return;
    this.frames.push(frame);
    this.wake?.();
  }

  end(): void {
    this.closed = true;
    this.wake?.();
  }

  fail(error: unknown): void {
    if (this.closed) return;
    this.failure = error;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Frame, void, undefined> {
    for (;;) {
      for (let next = this.frames.shift(); next !== undefined; next = this.frames.shift()) yield next;
      if (this.failure !== undefined) throw this.failure;
      if (this.closed) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
