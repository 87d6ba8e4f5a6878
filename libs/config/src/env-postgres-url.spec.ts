import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { envPostgresUrl } from './env-postgres-url.js';
import { loadConfig } from './load-config.js';

const load = (URL: string) => loadConfig(z.object({ URL: envPostgresUrl().optional() }), { URL });

describe('envPostgresUrl', () => {
  it.each([
    'postgres://dm:hunter2@db.example:5432/docmind',
    'postgresql://dm@db/docmind?sslmode=verify-full',
    'postgres://db',
    'postgres://dm:p%2Fa%23ss@[::1]:5432/docmind',
    'postgres://dm:p@ss@db/docmind',
    'postgres:///docmind?host=/run/postgresql',
  ])('takes %s', (url) => {
    expect(load(url)).toEqual({ URL: url });
  });

  it.each([
    ['dm:hunter2@db/docmind', 'must begin with postgres:// or postgresql://, as in postgres://USER:PASSWORD@HOST/DATABASE'],
    ['host=db password=hunter2 dbname=docmind', 'must begin with postgres://'],
    ['postgres:/dm:hunter2@db/docmind', 'must begin with postgres://'],
    ['mysql://dm:hunter2@db/docmind', 'must begin with postgres://'],
    ['postgres://dm:hunter2@db:port/docmind', 'must have a port from 1 to 65535'],
    ['postgres://dm:hunter2@db:70000/docmind', 'must have a port from 1 to 65535'],
    ['postgres://dm:hunter2', '"/", "?" and "#" of a password before the "@" as %2F, %3F and %23'],
    ['postgres://dm:hunter2/x@db/docmind', 'must have "/" as %2F in its user and password'],
    ['postgres://dm:12/hunter2@db/docmind', 'must have "/" as %2F'],
    ['postgres://dm:hunter2#x@db/docmind', 'must have "#" as %23'],
    ['postgres://dm:12#hunter2@db/docmind', 'must have "#" as %23'],
    ['postgres://dm:12?hunter2@db/docmind', 'must have "?" as %3F'],
    ['postgres://dm:hunter2%@db/docmind', 'must have "%" as %25'],
    ['postgres://dm:hunter2@db/docmind#x', 'must end with the database'],
    ['postgres://dm:hunter2@/docmind', 'must name a host'],
    ['postgres://', 'must name a host'],
    ['postgres://dm:hunter2@one,two/docmind', 'must name one host'],
    ['postgres://dm:hunter2@ho st/docmind', 'must name a host'],
    [
      'postgres://dm:hunter2@db/docmind?sslmode=nonsense',
      'must have one of disable, prefer, require, verify-ca, verify-full, no-verify as sslmode',
    ],
  ])('refuses %s with what would be right, and without the password', (url, words) => {
    expect(() => load(url)).toThrow(words);
    expect(() => load(url)).not.toThrow(/hunter2/);
  });
});
