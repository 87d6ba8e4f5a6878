import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { abortError } from './slot-queue.js';

/** One signal for everything that ends a generation early: the caller left, its deadline, the engine's time limit. Must be ended. */
export class GenerationScope {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly leave = () => this.controller.abort(abortError(this.context.signal));

  constructor(
    private readonly context: RequestContext,
    timeoutMs: number,
  ) {
    const callersMs = context.deadline - Date.now();
    const raise = callersMs < timeoutMs ? "the deadline of who asked (QUERY_TIMEOUT_MS at docmind's door)" : 'ENGINE_TIMEOUT_MS';
    this.timer = setTimeout(() => this.controller.abort(tooLate(raise)), Math.max(0, Math.min(timeoutMs, callersMs)));
    if (context.signal.aborted) this.leave();
    else context.signal.addEventListener('abort', this.leave, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  abort(reason: AppError): void {
    this.controller.abort(reason);
  }

  end(): void {
    clearTimeout(this.timer);
    this.context.signal.removeEventListener('abort', this.leave);
  }
}

function tooLate(raise: string): AppError {
  return new AppError('DEADLINE_EXCEEDED', `The model did not finish within the deadline; ask for fewer tokens or raise ${raise}`);
}
