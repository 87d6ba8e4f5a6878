import { z } from 'zod';
import { isBannedPort } from './banned-ports.js';

const TRUE = ['true', '1', 'yes', 'on'];
const FALSE = ['false', '0', 'no', 'off'];

export function envBoolean(byDefault: boolean) {
  return z
    .string()
    .refine((text) => [...TRUE, ...FALSE].includes(text.toLowerCase()), 'must be true or false')
    .transform((text) => TRUE.includes(text.toLowerCase()))
    .meta({ values: 'true or false' })
    .prefault(String(byDefault));
}

interface Range {
  readonly min?: number;
  readonly max?: number;
  /** Where the name doesn't end in one. */
  readonly unit?: string;
}

export function envNumber(given: Range & { readonly default: number }) {
  return numeric(given, 'a number', Number.isFinite).prefault(String(given.default));
}

export function envInteger(given: Range & { readonly default: number }) {
  return numeric(given, 'a whole number', Number.isSafeInteger).prefault(String(given.default));
}

/** 0 takes any free port. One that `fetch` refuses to talk to would serve nobody. */
export function envPort(byDefault: number) {
  return numeric({ min: 0, max: 65_535 }, 'a whole number', Number.isSafeInteger)
    .refine((port) => !isBannedPort(port), 'must be a port that browsers and fetch talk to: they refuse this one')
    .meta({ values: 'a port, 0 for any free one' })
    .prefault(String(byDefault));
}

/** Comma-separated; empty parts are dropped. */
export function envList(byDefault: readonly string[] = []) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .meta({ values: 'a list, comma-separated' })
    .prefault(byDefault.join(','));
}

/**
 * A URL that names a host, of one of these schemes.
 * @param example what would be right
 */
export function envUrl(schemes: readonly string[], example: string) {
  return z
    .string()
    .refine((text) => isUrlOf(schemes, text), `must be a URL such as ${example}`)
    .meta({ values: `a URL, ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`, mayHoldPassword: true });
}

/** Several of them, comma-separated, as their reader splits them itself. */
export function envUrls(schemes: readonly string[], example: string) {
  return z
    .string()
    .refine((text) => text.split(',').every((part) => isUrlOf(schemes, part.trim())), `must be like ${example}`)
    .meta({ values: `URLs, ${schemes.map((scheme) => `${scheme}://`).join(' or ')}, comma-separated`, mayHoldPassword: true });
}

function isUrlOf(schemes: readonly string[], text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, protocol, pathname, search, hash } = new URL(text);
  // An "@" behind the host belongs to a password that ended it early.
  return hostname !== '' && schemes.includes(protocol.slice(0, -1)) && !(pathname + search + hash).includes('@');
}

function numeric({ min = -Infinity, max = Infinity, unit }: Range, what: string, isRight: (value: number) => boolean) {
  const range = [min > -Infinity ? `at least ${min}` : '', max < Infinity ? `at most ${max}` : ''].filter(Boolean).join(', ');
  const right = `must be ${what}${range && `, ${range}`}`;
  return z
    .string()
    .refine((text) => text.trim() !== '' && isRight(Number(text)) && Number(text) >= min && Number(text) <= max, right)
    .transform(Number)
    .meta({ values: `${what}${range && `, ${range}`}`, ...(unit === undefined ? {} : { unit }) });
}
