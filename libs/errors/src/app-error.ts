import { type ErrorCode, type WireError, wireErrorSchema } from '@docmind/contracts';
import { ERROR_CATALOGUE } from './error-catalogue.js';

export interface AppErrorOptions {
  /** Shown to the caller: name what is wrong and what would be right. Never a secret, a path of this machine or a stack. */
  details?: Record<string, unknown>;
  cause?: unknown;
  /** Defaults to the code's own nature (`ERROR_CATALOGUE`). */
  retryable?: boolean;
}

/** The one error that crosses layers; two filters translate it for HTTP and for messages. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly retryable: boolean;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable ?? ERROR_CATALOGUE[code].retryable;
    this.details = options.details;
  }

  get httpStatus(): number {
    return ERROR_CATALOGUE[this.code].httpStatus;
  }

  toWire(): WireError {
    return { code: this.code, message: this.message, retryable: this.retryable, ...(this.details ? { details: this.details } : {}) };
  }

  static fromWire(value: unknown): AppError {
    const parsed = wireErrorSchema.safeParse(value);
    if (!parsed.success) return new AppError('INTERNAL', 'The other side sent an error this version cannot read');
    const { code, message, retryable, details } = parsed.data;
    return new AppError(code, message, { retryable, details });
  }
}
