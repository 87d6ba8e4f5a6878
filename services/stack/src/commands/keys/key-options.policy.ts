import { type KeyLimits, keyLimitsSchema, type Role, ROLES } from '@docmind/contracts';
import { AppError, invalidArgument } from '@docmind/errors';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

export interface LimitOptions {
  readonly requestsPerMinute?: string;
  readonly tokensPerMinute?: string;
  readonly bytesPerMinute?: string;
  readonly concurrentQuestions?: string;
}

/** @throws AppError INVALID_ARGUMENT naming what is no role */
export function rolesOf(text: string): Role[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !ROLES.some((role) => role === name));
  if (unknown.length === 0) return names as Role[];
  throw new AppError('INVALID_ARGUMENT', `No such role: ${unknown.join(', ')}; there are ${ROLES.join(', ')}`);
}

/** `30m`, `24h`, `90d` from now, or a date. @throws AppError INVALID_ARGUMENT for anything else, and for what has passed */
export function momentOf(text: string, now: number): string {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const at = count === undefined ? Date.parse(text) : now + Number(count) * (UNIT_MS[unit] ?? 0);
  if (Number.isNaN(at) || !isInCalendar(text))
    throw new AppError('INVALID_ARGUMENT', `"${text}" is no time: 30m, 24h, 90d or a date such as 2027-01-31 are right`);
  if (at <= now) throw new AppError('INVALID_ARGUMENT', `"${text}" has passed already`);
  return new Date(at).toISOString();
}

/** 31 February is no 3 March. */
function isInCalendar(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
  return year === undefined || new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
}

/** Undefined where nothing is limited. @throws AppError INVALID_ARGUMENT for what is no positive whole number */
export function limitsOf({ requestsPerMinute, tokensPerMinute, bytesPerMinute, concurrentQuestions }: LimitOptions): KeyLimits | undefined {
  const given = Object.entries({ requestsPerMinute, tokensPerMinute, bytesPerMinute, concurrentQuestions }).filter(
    ([, value]) => value !== undefined,
  );
  const parsed = keyLimitsSchema.safeParse(Object.fromEntries(given.map(([name, value]) => [name, Number(value)])));
  if (!parsed.success) throw invalidArgument(parsed.error, 'A limit');
  return given.length > 0 ? parsed.data : undefined;
}
