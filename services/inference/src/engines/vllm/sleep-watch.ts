import { AppError } from '@docmind/errors';
import type { RequestGuard } from '../openai/openai.engine.js';

/** A prompt of 100,000 tokens takes a minute to its first token, so silence alone says nothing. */
const LOOK_EVERY_MS = 1_000;

export const ASLEEP = 'vLLM sleeps, and not because of us; a switch to its backend wakes it';

/** Ends requests that wait for an engine which sleeps: it takes them, says that it is well, and never answers. */
export class SleepWatch {
  private readonly unanswered = new Set<AbortController>();
  private timer: NodeJS.Timeout | undefined;

  /** @param isAsleep a rejection counts as no: a busy engine may be slow to say */
  constructor(private readonly isAsleep: () => Promise<boolean>) {}

  guard(signal: AbortSignal): RequestGuard {
    const waiting = new AbortController();
    this.unanswered.add(waiting);
    this.timer ??= setInterval(() => void this.endIfAsleep(), LOOK_EVERY_MS).unref();
    return { signal: AbortSignal.any([signal, waiting.signal]), answered: () => this.remove(waiting) };
  }

  private async endIfAsleep(): Promise<void> {
    const asked = [...this.unanswered];
    if (!(await this.isAsleep().catch(() => false))) return;
    for (const waiting of asked) if (this.unanswered.has(waiting)) waiting.abort(new AppError('UNAVAILABLE', ASLEEP));
  }

  private remove(waiting: AbortController): void {
    this.unanswered.delete(waiting);
    if (this.unanswered.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
