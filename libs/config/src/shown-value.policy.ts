import type { z } from 'zod';
import { factOf } from './schema-facts.js';

const HIDDEN = '(hidden)';

/** Whether a variable holds a secret itself, by its name. One that names a file of a secret, or counts tokens, holds none. */
export function isSecret(variable: string): boolean {
  return /(?:^|_)(?:KEY|SECRET|PASSWORD|PASSPHRASE|TOKEN|HEADERS)$/.test(variable);
}

/** A value of a setting as it may be shown. Where one may hold a password, only what is right is shown: in any other shape the password could stand anywhere. */
export function shownSetting(variable: string, schema: z.ZodType | undefined, value: string): string {
  if (isSecret(variable)) return HIDDEN;
  if (!mayHoldPassword(schema)) return withoutCredentials(value);
  return schema?.safeParse(value).success ? withoutPasswords(value) : HIDDEN;
}

/** The same beside what is wrong with it. */
export function shownFault(variable: string, schema: z.ZodType | undefined, value: string): string {
  if (isSecret(variable)) return 'what is there (hidden)';
  if (mayHoldPassword(schema)) return 'what is there (hidden: it may hold a password)';
  const safe = withoutCredentials(value);
  return JSON.stringify(safe.length > 80 ? `${safe.slice(0, 80)}...` : safe);
}

/** Of text that is meant to hold no secret, and does where somebody mistook one setting for another: what stands before the last "@", and `password=`. */
export function withoutCredentials(text: string): string {
  const end = text.lastIndexOf('@');
  const start = text.indexOf('//') + 2;
  const kept = start > 1 && start <= end ? start : 0;
  const safe = end < 0 ? text : `${text.slice(0, kept)}***${text.slice(end)}`;
  return safe.replace(/\b(password|api[-_]?key|token)=[^&\s]*/gi, '$1=***');
}

function mayHoldPassword(schema: z.ZodType | undefined): boolean {
  return schema !== undefined && factOf(schema, 'mayHoldPassword') === true;
}

/** One URL, or several with commas between them. */
function withoutPasswords(urls: string): string {
  const shown = urls.split(',').map((url) => withoutPassword(url.trim()));
  return shown.every((url) => url !== undefined) ? shown.join(',') : HIDDEN;
}

/** Made of the parts in which no password is. With an "@" behind its host a URL is not read as it was meant: its "host" may be the user's name. */
function withoutPassword(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, host, pathname, search, hash } = new URL(text);
  if (/@|%40/u.test(pathname + search + hash)) return undefined;
  const login = username || password ? '***@' : '';
  return `${protocol}//${login}${host}${pathname}${search && '?***'}${hash && '#***'}`;
}
