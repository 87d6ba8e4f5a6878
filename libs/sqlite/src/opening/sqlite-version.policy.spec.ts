import { describe, expect, it } from 'vitest';
import { assertSafeSqlite } from './sqlite-version.policy.js';

describe('assertSafeSqlite', () => {
  it.each(['3.51.3', '3.51.10', '3.52.0', '3.53.2', '3.100.0', '4.0.0', '4.0'])('lets %s through', (version) => {
    expect(() => assertSafeSqlite(version)).not.toThrow();
  });

  it.each(['3.51.2', '3.51', '3.50.7', '3.9.2', '2.60.60', '', 'unknown'])('refuses %j and says what to do', (version) => {
    expect(() => assertSafeSqlite(version)).toThrow(/3\.51\.3 or later.*npm ci/);
  });
});
