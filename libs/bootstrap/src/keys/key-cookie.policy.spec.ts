import { describe, expect, it } from 'vitest';
import { cookieOfKey, cookieOfNoKey, keyInCookie } from './key-cookie.policy.js';

describe('the cookie of a key', () => {
  it('can be read by no script and is sent to no other site', () => {
    const cookie = cookieOfKey('dm_0123456789ab_x', false);
    expect(cookie).toMatch(/^docmind_key=dm_0123456789ab_x; /);
    for (const guard of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(guard);
    expect(cookie).not.toContain('Secure');
    expect(cookieOfKey('k', true)).toContain('; Secure');
  });

  it('is found among others, and not in names that end or begin like it', () => {
    expect(keyInCookie('theme=dark; docmind_key=abc; x=1')).toBe('abc');
    for (const header of [undefined, '', 'my_docmind_key=abc', 'docmind_keys=abc', 'docmind_key='])
      expect(keyInCookie(header)).toBeUndefined();
  });

  it('is taken away at once', () => {
    expect(cookieOfNoKey()).toContain('Max-Age=0');
  });
});
