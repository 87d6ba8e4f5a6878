import type { ErrorCode } from '@docmind/contracts';
import type { ZodError } from 'zod';
import { ZodError as ZodErrorClass } from 'zod';
import { AppError } from './app-error.js';
import { storageFault } from './storage-fault.policy.js';

/** Statuses below 500 that mean something else than a wrong request. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'RESOURCE_EXHAUSTED',
};

/** Turns anything thrown into an AppError. What isn't known becomes INTERNAL with a constant message: its text may hold secrets. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof ZodErrorClass) return invalidArgument(thrown);
  if (isAbort(thrown)) return new AppError('CANCELLED', 'The request was cancelled', { cause: thrown });
  return (
    storageFault(thrown) ??
    fromHttpStatus(thrown) ??
    new AppError('INTERNAL', 'Something went wrong on our side; the log has it under this request id', { cause: thrown })
  );
}

/** "messages: needs at least one message; temperature: ..." for every fault at once. */
export function invalidArgument(error: ZodError, subject = 'The request'): AppError {
  const faults = faultsOf(error.issues);
  const text = faults.map((fault) => `${fault.field}: ${fault.problem}`).join('; ');
  return new AppError('INVALID_ARGUMENT', `${subject} is not valid: ${text}`, { details: { faults } });
}

type Issues = ZodError['issues'];
/** Zod's words for a value of which several shapes are right, where a schema has none of its own. */
const SAYS_NOTHING = 'Invalid input';

function faultsOf(issues: Issues, above: readonly PropertyKey[] = []): { field: string; problem: string }[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    const inner = issue.code === 'invalid_union' && issue.message === SAYS_NOTHING ? furthest(issue.errors as Issues[]) : undefined;
    return inner ? faultsOf(inner, path) : [{ field: fieldOf(issue, path), problem: issue.message }];
  });
}

/** A field that is not known is named itself, whether it came in a body or in an address. */
function fieldOf(issue: Issues[number], path: readonly PropertyKey[]): string {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : '';
  return path.join('.') || unknown || '(body)';
}

/** Of the shapes that a value may have the one that it fits furthest says what is wrong. None where two fit as far. */
function furthest(shapes: readonly Issues[]): Issues | undefined {
  const depthOf = (issues: Issues): number => Math.max(0, ...issues.map(({ path }) => path.length));
  const most = Math.max(0, ...shapes.map(depthOf));
  const [best, ...others] = shapes.filter((issues) => depthOf(issues) === most);
  return most > 0 && others.length === 0 ? best : undefined;
}

function isAbort(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { code } = thrown as { code?: string };
  // The second is what Node throws where a request's body is read and its sender goes away.
  return thrown.name === 'AbortError' || code === 'ABORT_ERR' || (code === 'ECONNRESET' && thrown.message === 'aborted');
}

/** Errors of Nest and Fastify carry an HTTP status; below 500 their message is meant for the caller. */
function fromHttpStatus(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const status = statusOf(thrown);
  if (status < 400 || status >= 500) return undefined;
  return new AppError(CODE_OF_STATUS[status] ?? 'INVALID_ARGUMENT', thrown.message, { cause: thrown });
}

function statusOf(thrown: Error & { getStatus?: () => number; statusCode?: number }): number {
  return thrown.getStatus?.() ?? thrown.statusCode ?? 0;
}
