import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { envBoolean, envInteger, envList, envNumber, envPort, envUrl, envUrls } from './env-types.js';
import { environmentWith, loadConfig, loadDotEnv } from './load-config.js';

const schema = z.object({
  PORT: envPort(8080),
  BUDGET: envNumber({ min: 0, max: 1, default: 0.01 }),
  WORKERS: envInteger({ min: 1, default: 2 }),
  OPEN: envBoolean(false),
  ORIGINS: envList(),
  URL: z.url('must be a URL').optional(),
  API_KEY: z.string().min(12, 'must have 12 characters').optional(),
  NEEDED: z.string('must be set to a name'),
});

describe('loadConfig', () => {
  it('gives defaults and reads what is set', () => {
    expect(loadConfig(schema, { NEEDED: 'x', OPEN: 'Yes', ORIGINS: ' a, ,b ', PORT: '0', WORKERS: '' })).toEqual({
      PORT: 0,
      BUDGET: 0.01,
      WORKERS: 2,
      OPEN: true,
      ORIGINS: ['a', 'b'],
      NEEDED: 'x',
    });
  });

  it('names every fault at once, with what would be right and what is there', () => {
    const load = () => loadConfig(schema, { PORT: '70000', BUDGET: 'lots', WORKERS: '1.5', OPEN: 'maybe', URL: 'nope' });
    expect(load).toThrow(ConfigError);
    try {
      load();
    } catch (thrown) {
      const { message, faults } = thrown as ConfigError;
      expect(faults.map((fault) => fault.variable).sort()).toEqual(['BUDGET', 'NEEDED', 'OPEN', 'PORT', 'URL', 'WORKERS']);
      expect(message).toContain('PORT: must be a whole number, at least 0, at most 65535, not "70000"');
      expect(message).toContain('NEEDED: must be set to a name (not set)');
      expect(message).toContain('OPEN: must be true or false, not "maybe"');
    }
  });

  it.each(['6000', '10080', '25'])('refuses port %s, which fetch refuses to talk to', (PORT) => {
    expect(() => loadConfig(schema, { NEEDED: 'x', PORT })).toThrow(
      `must be a port that browsers and fetch talk to: they refuse this one, not "${PORT}"`,
    );
  });

  it.each(['ftp://host/v1', 'http://me:12/hunter2@host/v1', 'host:8000', 'http://', 'xx'])(
    'refuses %s where a server of http is meant',
    (BASE_URL) => {
      const load = () => loadConfig(z.object({ BASE_URL: envUrl(['http', 'https'], 'http://host:8000/v1') }), { BASE_URL });
      expect(load).toThrow('BASE_URL: must be a URL such as http://host:8000/v1, not what is there (hidden: it may hold a password)');
    },
  );

  it('takes several servers of NATS, and names a list with a wrong one', () => {
    const load = (SERVERS: string) => loadConfig(z.object({ SERVERS: envUrls(['nats', 'tls'], 'nats://127.0.0.1:4222') }), { SERVERS });
    expect(load('nats://me:pw@one:4222, tls://two')).toEqual({ SERVERS: 'nats://me:pw@one:4222, tls://two' });
    expect(() => load('nats://one,two')).toThrow('SERVERS: must be like nats://127.0.0.1:4222');
  });

  it('shows what only names a secret, or counts tokens', () => {
    const wrong = { API_KEY_FILE: z.string().max(3, 'is too long'), MAX_TOKENS: envInteger({ default: 1 }) };
    const load = () => loadConfig(z.object(wrong), { API_KEY_FILE: 'keys.json', MAX_TOKENS: 'many' });
    expect(load).toThrow(/API_KEY_FILE: is too long, not "keys\.json"\n {2}MAX_TOKENS: must be a whole number, not "many"/);
  });

  it('never shows a secret', () => {
    expect(() => loadConfig(schema, { NEEDED: 'x', API_KEY: 'hunter2' })).toThrow(
      /API_KEY: must have 12 characters, not what is there \(hidden\)/,
    );
    expect(() => loadConfig(z.object({ URL: z.string().max(3, 'is too long') }), { URL: 'nats://me:hunter2@host' })).not.toThrow(/hunter2/);
  });

  it.each([
    ['redis://:hun@ter2@cache:6379', '//***@cache:6379'],
    ['redis://:hun/ter2@cache:6379', '//***@cache:6379'],
    ['nats://me:ter2@one:4222,nats://me:ter2@two:4222', '//***@two:4222'],
    [`postgres://me:ter2@${'h'.repeat(90)}`, '//***@hhh'],
    ['postgres://host/base?user=me&password=ter2&sslmode=require', 'user=me&password=***&sslmode=require'],
    ['me:ter2@host/base', '***@host/base'],
    ['host=cache password=ter2 user=me', 'host=cache password=*** user=me'],
    ['https://host/v1', 'https://host/v1'],
  ])('hides the password of %s where no URL is meant', (url, shown) => {
    const refuse = () => loadConfig(z.object({ URL: z.string().max(3, 'is too long') }), { URL: url });
    expect(refuse).toThrow(shown);
    expect(refuse).not.toThrow(/ter2/);
  });
});

describe('environmentWith', () => {
  it('puts a choice over what is set, and lets one that was not made leave it', () => {
    vi.stubEnv('DOCMIND_SPEC_DIR', 'from the environment');
    vi.stubEnv('DOCMIND_SPEC_PORT', '1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const merged = environmentWith({ DOCMIND_SPEC_DIR: undefined, DOCMIND_SPEC_PORT: '2' });
    expect(merged).toMatchObject({ DOCMIND_SPEC_DIR: 'from the environment', DOCMIND_SPEC_PORT: '2' });
  });
});

describe('loadDotEnv', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docmind-dotenv-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('sets what is not set yet', () => {
    const file = join(folder, '.env');
    writeFileSync(file, '# a comment\nDOCMIND_SPEC_DIR="from the file"\nDOCMIND_SPEC_PORT=1\n');
    vi.stubEnv('DOCMIND_SPEC_PORT', '2');
    onTestFinished(() => {
      vi.unstubAllEnvs();
      delete process.env.DOCMIND_SPEC_DIR;
    });
    expect(loadDotEnv(file)).toEqual(['DOCMIND_SPEC_DIR']);
    expect(environmentWith({})).toMatchObject({ DOCMIND_SPEC_DIR: 'from the file', DOCMIND_SPEC_PORT: '2' });
  });

  it('takes a missing file for none, and names one that cannot be read', () => {
    expect(() => loadDotEnv(join(folder, 'missing'))).not.toThrow();
    expect(() => loadDotEnv(folder)).toThrow(/cannot be read \(/);
  });
});
