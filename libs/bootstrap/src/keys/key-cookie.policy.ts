import { KEY_COOKIE } from '@docmind/contracts';

/** A month, so that nobody keeps the key in a text file to have it at hand. */
const KEPT_SECONDS = 30 * 24 * 3_600;
const GUARDED = 'Path=/; HttpOnly; SameSite=Strict';

/** `Set-Cookie` for a key. Its form has no character that a cookie couldn't hold. */
export function cookieOfKey(key: string, isSecure: boolean): string {
  return `${KEY_COOKIE}=${key}; ${GUARDED}; Max-Age=${KEPT_SECONDS}${isSecure ? '; Secure' : ''}`;
}

/** `Set-Cookie` that takes it away. */
export function cookieOfNoKey(): string {
  return `${KEY_COOKIE}=; ${GUARDED}; Max-Age=0`;
}

/** The key in a `Cookie` header. */
export function keyInCookie(header: string | undefined): string | undefined {
  const start = `${KEY_COOKIE}=`;
  const pair = header
    ?.split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(start));
  return pair === undefined || pair.length === start.length ? undefined : pair.slice(start.length);
}
