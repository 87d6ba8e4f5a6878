import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { momentOf } from './key-options.policy.js';
import { addKey } from './keys.command.js';

describe('docmind keys create', () => {
  it.each([
    [{ tenant: '../x' }, /^The key is not valid: tenant: must be 1-64 letters/],
    [{ tenant: 'acme', name: 'x'.repeat(101) }, /^The key is not valid: name/],
  ])('writes no line that nobody could read: %j', (options, why) => {
    const file = join(temporaryFolder(), 'keys.json');
    expect(() => addKey(file, options)).toThrow(why);
    expect(existsSync(file)).toBe(false);
    addKey(file, { tenant: 'acme' });
    const before = readFileSync(file, 'utf8');
    expect(() => addKey(file, options)).toThrow(why);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('takes no day that no calendar has', () => {
    const now = Date.parse('2026-11-26T00:00:00Z');
    expect(() => momentOf('2027-02-31', now)).toThrow(/is no time/);
    expect(momentOf('2028-02-29', now)).toBe('2028-02-29T00:00:00.000Z');
    expect(momentOf('2h', now)).toBe('2026-11-26T02:00:00.000Z');
  });
});
