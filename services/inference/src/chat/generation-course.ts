import type { ErrorCode, Usage } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import type { RequestContext, Span } from '@docmind/messaging';
import { generationResult, generationSpan, generationText } from '@docmind/telemetry';
import type { Backend, Seat } from '../backends/backend.js';
import type { GenerationOutcome } from '../recording/generation-outcome.js';

/** What a generation's frames say about it, whatever form they have. */
export interface Observation {
  readonly isToken: boolean;
  /** In this frame; 1 a token where an engine's frames are its tokens. */
  readonly tokens?: number;
  readonly usage: Usage | undefined;
  /** What it adds to the answer, where the frame has that as text. */
  readonly text?: string;
}

/** What a generation is asked of. */
export interface Demand {
  /** As the request names it. */
  readonly model: string;
  /** Prompt and answer, estimated. */
  readonly tokens: number;
  /** Of a chat what was said, for a trace that may show it. */
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
}

/** What becomes of one generation. */
export class GenerationCourse {
  usage: Usage | undefined;
  isComplete = true;
  /** Made only when a backend fails, which is seldom. */
  private fallen: { readonly tried: Set<Backend>; readonly falls: Fall[] } | undefined;
  private readonly startedAt = performance.now();
  private timeToFirstTokenMs: number | undefined;
  private errorCode: ErrorCode | undefined;
  private retries = 0;
  private tokensSoFar = 0;
  private seat: Seat | undefined;
  private readonly span: Span | undefined;
  /** Kept only where a trace may show it. */
  private text: string | undefined;

  constructor(
    readonly demand: Demand,
    { spans, traceparent }: RequestContext,
  ) {
    this.span = spans?.start(generationSpan(demand.messages ? 'chat' : 'text_completion', demand.model), traceparent);
    if (spans?.withText) this.text = '';
  }

  movesTo(seat: Seat): void {
    this.seat = seat;
    this.retries = 0;
  }

  attemptAt<Result>(seat: Seat, run: (seat: Seat) => Promise<Result>): (failed: number) => Promise<Result> {
    seat.phase = 'running';
    return (failed) => {
      this.retries = failed;
      return run(seat);
    };
  }

  /** The backends that failed so far, and the one that is tried now. */
  triedWith({ backend }: Seat): ReadonlySet<Backend> {
    return new Set([...(this.fallen?.tried ?? []), backend]);
  }

  /** @returns the backends that failed so far */
  fell({ backend }: Seat, { code, message }: AppError): ReadonlySet<Backend> {
    this.fallen ??= { tried: new Set(), falls: [] };
    this.fallen.tried.add(backend);
    this.fallen.falls.push({ backend: backend.name, code, reason: message, attempts: this.retries + 1 });
    return this.fallen.tried;
  }

  note({ isToken, tokens = 0, usage, text }: Observation): void {
    this.isComplete = false;
    this.tokensSoFar += tokens;
    if (isToken) this.timeToFirstTokenMs ??= performance.now() - this.startedAt;
    this.usage ??= usage;
    if (this.text !== undefined && text !== undefined) this.text += text;
  }

  /** What was tried is part of what a caller is told. */
  failed(thrown: unknown): unknown {
    const error = toAppError(thrown);
    this.errorCode = error.code;
    const { falls = [] } = this.fallen ?? {};
    if (falls.length === 0 || (falls.length === 1 && this.retries === 0)) return thrown;
    const tried = falls.map(
      ({ backend, attempts, reason }) => `${backend} (${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}): ${reason}`,
    );
    const details = { ...error.details, attempts: falls };
    const message = falls.length === 1 ? error.message : `No backend could answer. ${tried.join('; ')}`;
    return new AppError(error.code, message, { details, cause: error.cause, retryable: error.retryable });
  }

  outcome(): GenerationOutcome {
    const { seat } = this;
    return {
      model: seat ? seat.model : this.demand.model,
      engine: seat ? seat.backend.engine.name : 'none',
      backend: seat ? seat.backend.name : 'none',
      totalMs: performance.now() - this.startedAt,
      timeToFirstTokenMs: this.timeToFirstTokenMs,
      usage: this.usage,
      ...this.end(),
      retries: this.retries,
      hadFault: this.retries > 0 || this.fallen !== undefined,
    };
  }

  /** What became of it, in the trace of whoever asked. */
  endSpan(outcome: GenerationOutcome): void {
    const { span, text } = this;
    if (span === undefined) return;
    span.set(generationResult(outcome));
    if (text !== undefined) span.set(generationText(this.demand.messages ?? [], text));
    if (outcome.errorCode !== undefined) span.fail(outcome.errorCode);
    span.end();
  }

  /** Who stops reading an answer that has begun has read enough: that is no error. Who leaves before it begins got nothing. */
  private end(): Pick<GenerationOutcome, 'errorCode' | 'stoppedAfterTokens'> {
    const errorCode = this.errorCode ?? (this.isComplete ? undefined : 'CANCELLED');
    if (errorCode !== 'CANCELLED' || this.timeToFirstTokenMs === undefined) return { errorCode, stoppedAfterTokens: undefined };
    return { errorCode: undefined, stoppedAfterTokens: this.tokensSoFar };
  }
}

interface Fall {
  readonly backend: string;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly attempts: number;
}
