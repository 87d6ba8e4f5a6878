import { AppError } from '@docmind/errors';

export interface WatchLimits {
  /** Of whoever waits so long for a reply the server is asked whether it still answers, and again after as long. */
  readonly slowMs: number;
  readonly answerMs: number;
  readonly healMs: number;
}

/** So that a reader is told of a server that stands still within 5 s. A statement on one that answers may take as long as it may. */
const LIMITS: WatchLimits = { slowMs: 1_500, answerMs: 2_500, healMs: 1_000 };

/**
 * Tells a server that answers nobody (frozen, cut off) from one whose statement takes long. Such a one keeps its connections open, so that
 * all who wait would wait out the limit of a statement, and all who come after them as well.
 */
export class ServerWatch {
  private isSilent = false;
  private isOver = false;
  private looking: Promise<void> | undefined;
  private healing: NodeJS.Timeout | undefined;

  /**
   * @param answers whether it says anything at all within so many milliseconds, on a connection of its own
   * @param onSilence ends what waits for it
   */
  constructor(
    private readonly answers: (limitMs: number) => Promise<boolean>,
    private readonly onSilence: () => void,
    private readonly limits = LIMITS,
  ) {}

  /** @throws AppError UNAVAILABLE at once while the server is known to be silent; whatever `work` throws */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.isSilent) throw silent();
    const timer = setInterval(() => void this.look(), this.limits.slowMs);
    try {
      return await work();
    } catch (error) {
      throw this.isSilent ? silent(error) : error;
    } finally {
      clearInterval(timer);
    }
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.healing);
  }

  /** One look for all who wait. */
  private look(): Promise<void> {
    this.looking ??= this.answers(this.limits.answerMs)
      .then((isThere) => this.judge(isThere))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  private judge(isThere: boolean): void {
    if (this.isOver) return;
    if (!isThere && !this.isSilent) {
      this.isSilent = true;
      this.onSilence();
    } else if (isThere) {
      this.isSilent = false;
    }
    if (this.isSilent) this.healing = setTimeout(() => void this.look(), this.limits.healMs);
  }
}

function silent(cause?: unknown): AppError {
  const words = 'The database of DATABASE_URL does not answer: its server stands still, is cut off or has too much to do';
  return new AppError('UNAVAILABLE', words, { cause, retryable: true });
}
