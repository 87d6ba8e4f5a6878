import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import { loadConfig } from '@docmind/config';
import type { Role } from '@docmind/contracts';
import { InProcessTransport } from '@docmind/messaging';
import { modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { onTestFinished } from 'vitest';
import { cacheConfigSchema, startCache } from './index.js';

/** The service as it is, with the real embedder, on a free port. Call it inside a test. */
export async function startCacheService(env: Record<string, string> = {}, transport = new InProcessTransport()) {
  const folder = env.DOCMIND_DATA_DIR ?? temporaryFolder();
  const base = { DOCMIND_DATA_DIR: folder, MODELS_DIR: modelsDirForTests(), CACHE_SERVER_PORT: '0', LOG_LEVEL: 'error' };
  const service = await startCache(loadConfig(cacheConfigSchema, { ...base, ...env }), transport);
  let open = true;
  const close = async (): Promise<void> => {
    if (open) await service.close();
    open = false;
  };
  onTestFinished(close);
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${service.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${service.url}${path}`, { headers });
  return { url: service.url, client: transport.client, folder, post, get, close };
}

/** Starts sooner, and only equal questions hit. */
export function withoutEmbedder(): { MODELS_DIR: string } {
  return { MODELS_DIR: temporaryFolder() };
}

/** A keys file and, by the names given, the header that each of its keys is sent with. */
export function keysFor<Name extends string>(holders: Readonly<Record<Name, { tenant: string; roles?: Role[] }>>) {
  const file = join(temporaryFolder(), 'keys.json');
  const made = Object.entries<{ tenant: string; roles?: Role[] }>(holders).map(([name, { tenant, roles }]) => ({
    name,
    ...createApiKey(tenant, roles),
  }));
  writeFileSync(file, JSON.stringify(made.map(({ entry }) => entry)));
  const headers = Object.fromEntries(made.map(({ name, key }) => [name, { authorization: `Bearer ${key}` }]));
  return { file, as: headers as Record<Name, { authorization: string }> };
}
