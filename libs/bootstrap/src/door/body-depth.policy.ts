import { AppError } from '@docmind/errors';

/** More than any request of ours or of OpenAI's has: a schema of a tool's arguments comes to twenty. */
export const MAX_DEPTH = 64;

/**
 * What reads a value by recursion, such as a schema or a logger, runs out of stack where a caller nests thousands of levels; this goes no deeper
 * than is allowed.
 * @throws AppError INVALID_ARGUMENT for a body whose objects and lists are nested deeper than `MAX_DEPTH`
 */
export function assertNotTooDeep(value: unknown, subject = 'The body'): void {
  if (isDeeperThan(MAX_DEPTH, value))
    throw new AppError('INVALID_ARGUMENT', `${subject} is nested more than ${MAX_DEPTH} levels deep; at most that many are right`);
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (!isNested(value)) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((inner) => isDeeperThan(levels - 1, inner));
  for (const name in value) if (isDeeperThan(levels - 1, (value as Record<string, unknown>)[name])) return true;
  return false;
}

/** What a parser of JSON makes. A stream, which a route reads by itself, has no levels. */
function isNested(value: unknown): value is object {
  return Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
}
