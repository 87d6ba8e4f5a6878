import { z } from 'zod';

const TRUE = ['true', '1', 'yes', 'on'];
const FALSE = ['false', '0', 'no', 'off'];

export function envBoolean(byDefault: boolean) {
  return z
    .string()
    .refine((text) => [...TRUE, ...FALSE].includes(text.toLowerCase()), 'must be true or false')
    .transform((text) => TRUE.includes(text.toLowerCase()))
    .prefault(String(byDefault));
}

interface Range {
  readonly min?: number;
  readonly max?: number;
}

export function envNumber(given: Range & { readonly default: number }) {
  return numeric(given, 'a number', Number.isFinite).prefault(String(given.default));
}

export function envInteger(given: Range & { readonly default: number }) {
  return numeric(given, 'a whole number', Number.isSafeInteger).prefault(String(given.default));
}

/** 0 takes any free port. */
export function envPort(byDefault: number) {
  return envInteger({ min: 0, max: 65_535, default: byDefault });
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
    .prefault(byDefault.join(','));
}

function numeric({ min = -Infinity, max = Infinity }: Range, what: string, isRight: (value: number) => boolean) {
  const range = [min > -Infinity ? `at least ${min}` : '', max < Infinity ? `at most ${max}` : ''].filter(Boolean).join(', ');
  const right = `must be ${what}${range && `, ${range}`}`;
  return z
    .string()
    .refine((text) => text.trim() !== '' && isRight(Number(text)) && Number(text) >= min && Number(text) <= max, right)
    .transform(Number);
}
