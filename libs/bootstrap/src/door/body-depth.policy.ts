import { AppError } from '@docmind/errors';

/** More than any request of ours or of OpenAI's has: a schema of a tool's arguments comes to twenty. */
export const MAX_DEPTH = 64;

/**
 * What reads a value by recursion, such as a schema or a logger, runs out of stack where a caller nests thousands of levels; this doesn't.
 * @throws AppError INVALID_ARGUMENT for a body whose objects and lists are nested deeper than `MAX_DEPTH`
 */
export function assertNotTooDeep(value: unknown, subject = 'The body'): void {
  let level = [value].filter(isNested);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_DEPTH)
      throw new AppError('INVALID_ARGUMENT', `${subject} is nested more than ${MAX_DEPTH} levels deep; at most that many are right`);
    level = level.flatMap((inner) => Object.values(inner).filter(isNested));
  }
}

/** What a parser of JSON makes. A stream, which a route reads by itself, has no levels. */
function isNested(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
}
