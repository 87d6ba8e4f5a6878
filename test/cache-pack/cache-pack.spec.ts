// The pack against our own server, in this process and with its real embedder; against another by CACHE_PACK_URL, see README.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKey, type Role, type RunningService } from '@docmind/bootstrap';
import { cacheConfigSchema, startCache } from '@docmind/cache';
import { loadConfig } from '@docmind/config';
import { InProcessTransport } from '@docmind/messaging';
import { modelsDirForTests } from '@docmind/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CASES, runCase, startUpstream, Target, type Upstream } from './pack.mjs';

const elsewhere = process.env.CACHE_PACK_URL;
let upstream: Upstream;
let service: RunningService | undefined;
let folder: string;
let target: Target;

/** Moves the clock of this process, in which the service runs, and nothing else. */
function setClock(offsetMs: number): void {
  vi.useRealTimers();
  if (offsetMs !== 0) vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offsetMs, shouldAdvanceTime: false });
}

async function startOurs(): Promise<Target> {
  const key = (tenant: string, roles: Role[]) => createApiKey(tenant, roles);
  const made = { a: key('a', ['query', 'feedback']), b: key('b', ['query', 'feedback']), operator: key('a', ['operate']) };
  const keysFile = join(folder, 'keys.json');
  writeFileSync(keysFile, JSON.stringify(Object.values(made).map(({ entry }) => entry)));
  const config = loadConfig(cacheConfigSchema, {
    DOCMIND_DATA_DIR: folder,
    MODELS_DIR: modelsDirForTests(),
    DOCMIND_API_KEYS_FILE: keysFile,
    CACHE_UPSTREAM_URL: upstream.url,
    CACHE_SERVER_PORT: '0',
    LOG_LEVEL: 'error',
  });
  service = await startCache(config, new InProcessTransport());
  const keys = Object.fromEntries(Object.entries(made).map(([name, { key: secret }]) => [name, secret]));
  return new Target({ url: `${service.url}/v1`, keys, namespaceHeader: 'x-docmind-cache-namespace', setClock }, upstream);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docmind-pack-'));
  upstream = await startUpstream({ port: elsewhere === undefined ? 0 : 9955 });
  target = elsewhere === undefined ? await startOurs() : new Target({ url: elsewhere }, upstream);
});
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  await service?.close();
  await upstream?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the cache pack', () => {
  it.each(CASES.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const { verdict, why } = await runCase(target, each);
    if (elsewhere === undefined) expect({ verdict, why }, each.must).toEqual({ verdict: 'holds', why: '' });
    else expect(verdict, `${each.must}: ${why}`).not.toBe('broken');
  });
});
