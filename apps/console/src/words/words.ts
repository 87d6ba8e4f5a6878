// One table of words a language; a key that one of them lacks is an error of the compiler.
import { signal } from '@preact/signals';
import { de } from './de.js';
import { en, type Words } from './en.js';

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;
const TABLES: Readonly<Record<Language, Words>> = { en, de };
const KEPT_AS = 'docmind.language';

export const language = signal<Language>(firstLanguage());
document.documentElement.lang = language.value;

export function speak(next: Language): void {
  language.value = next;
  document.documentElement.lang = next;
  localStorage.setItem(KEPT_AS, next);
}

/** `{name}` in the words is taken from `values`. */
export function t(key: keyof Words, values: Readonly<Record<string, string | number>> = {}): string {
  return TABLES[language.value][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** As the reader's country writes it, where the browser says one for the language. */
function locale(): string {
  return navigator.languages.find((one) => one.startsWith(language.value)) ?? language.value;
}

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(locale(), options).format(value);
}

export function percent(value: number): string {
  return number(value, { style: 'percent', maximumFractionDigits: 1 });
}

export function bytes(value: number): string {
  const [unit, size] = value < 1e3 ? ['byte', 1] : value < 1e6 ? ['kilobyte', 1e3] : value < 1e9 ? ['megabyte', 1e6] : ['gigabyte', 1e9];
  return number(value / (size as number), {
    style: 'unit',
    unit: unit as string,
    unitDisplay: size === 1 ? 'long' : 'short',
    maximumFractionDigits: 1,
  });
}

/** Of milliseconds: as many digits as anybody reads. */
export function duration(ms: number): string {
  const [unit, size] =
    ms < 1_000 ? ['millisecond', 1] : ms < 60_000 ? ['second', 1_000] : ms < 3_600_000 ? ['minute', 60_000] : ['hour', 3_600_000];
  return number(ms / (size as number), {
    style: 'unit',
    unit: unit as string,
    unitDisplay: 'short',
    maximumFractionDigits: size === 1 ? 0 : 1,
  });
}

export function day(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(at));
}

/** Of a date that may be a year or a month alone: no more than it says, and the same day wherever the reader is. */
export function dayOf(date: string): string {
  const [, month, ofMonth] = /^\d{4}(-\d\d)?(-\d\d)?$/.exec(date) ?? [];
  const at = new Date(date);
  // "no date", or a number of a document that looks like one.
  if (Number.isNaN(at.getTime())) return date;
  const coarse: Intl.DateTimeFormatOptions = month ? { year: 'numeric', month: 'long' } : { year: 'numeric' };
  return new Intl.DateTimeFormat(locale(), { ...(ofMonth ? { dateStyle: 'medium' } : coarse), timeZone: 'UTC' }).format(at);
}

export function moment(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  const wanted = [kept, ...navigator.languages.map((one) => one.slice(0, 2))];
  return wanted.find((one): one is Language => one !== null && one in LANGUAGES) ?? 'en';
}
