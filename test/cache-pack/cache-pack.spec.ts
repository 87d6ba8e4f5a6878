// The pack against our own server, in this process and with its real embedder; against another by CACHE_PACK_URL, see README.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKey, type RunningService } from '@docmind/bootstrap';
import { cacheConfigSchema, startCache } from '@docmind/cache';
import { loadConfig } from '@docmind/config';
import type { Role } from '@docmind/contracts';
import { InProcessTransport } from '@docmind/messaging';
import { describeWithServer, modelsDirForTests, type RunningServer, startRedisServer } from '@docmind/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CASES, type PackCase, runCase, startUpstream, Target, type Upstream } from './pack.mjs';

const elsewhere = process.env.CACHE_PACK_URL;
const UPSTREAM_PORT_ELSEWHERE = 9955;

/** Moves the clock of this process, in which the service runs, and nothing else. */
function setClock(offsetMs: number): void {
  vi.useRealTimers();
  if (offsetMs !== 0) vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offsetMs, shouldAdvanceTime: false });
}

interface Ours {
  readonly service: RunningService;
  readonly target: Target;
}

async function startOurs(folder: string, upstream: Upstream, env: Record<string, string>): Promise<Ours> {
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
    // Cases count the calls to the model.
    CACHE_SHADOW_RATE: '0',
    LOG_LEVEL: 'error',
    ...env,
  });
  const service = await startCache(config, new InProcessTransport());
  const keys = Object.fromEntries(Object.entries(made).map(([name, { key: secret }]) => [name, secret]));
  const options = { url: `${service.url}/v1`, keys, namespaceHeader: 'x-docmind-cache-namespace', setClock };
  return { service, target: new Target(options, upstream) };
}

function describeOurs(name: string, environment: () => Promise<Record<string, string>>, stop: () => Promise<void>): void {
  describe(name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'docmind-pack-'));
    let upstream: Upstream;
    let ours: Ours;
    beforeAll(async () => {
      upstream = await startUpstream();
      ours = await startOurs(folder, upstream, await environment());
    });
    afterEach(() => void vi.useRealTimers());
    afterAll(async () => {
      await ours?.service.close();
      await upstream?.close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(named())('%s', async (_name, each) => {
      const { verdict, why } = await runCase(ours.target, each);
      expect({ verdict, why }, each.must).toEqual({ verdict: 'holds', why: '' });
    });
  });
}

function named(): (readonly [string, PackCase])[] {
  return CASES.map((each) => [each.name, each] as const);
}

describe.runIf(elsewhere !== undefined)('the cache pack, by URL', () => {
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream({ port: UPSTREAM_PORT_ELSEWHERE });
  });
  afterAll(() => upstream?.close());

  it.each(elsewhere === undefined ? [] : named())('%s', async (_name, each) => {
    const { verdict, why } = await runCase(new Target({ url: elsewhere ?? '' }, upstream), each);
    expect(verdict, `${each.must}: ${why}`).not.toBe('broken');
  });
});

if (elsewhere === undefined) {
  describeOurs(
    'the cache pack',
    async () => ({}),
    async () => undefined,
  );
  describeWithServer('redis-server', () => {
    let redis: RunningServer;
    const start = async (): Promise<Record<string, string>> => {
      redis = await startRedisServer();
      // The pack asks what is answered, not how fast: on a busy machine a wait beyond the usual one would be a miss.
      return { REDIS_URL: redis.url, CACHE_STORE_TIMEOUT_MS: '5000' };
    };
    describeOurs('the cache pack over Redis', start, () => redis.stop());
  });
}
