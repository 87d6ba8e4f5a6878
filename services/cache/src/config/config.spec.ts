import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@docmind/config';
import { InProcessTransport } from '@docmind/messaging';
import { modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { expect, it } from 'vitest';
import { startCache } from '../start-cache.js';
import { cacheConfigSchema } from './config.js';

it('keeps both caches in the folders that are named, and shows no figures of the cache where that is off', async () => {
  const folder = temporaryFolder();
  const [SEMANTIC_CACHE_DIR, INGESTION_CACHE_DIR] = [join(folder, 'answers'), join(folder, 'steps')];
  const places = { DOCMIND_DATA_DIR: join(folder, 'data'), SEMANTIC_CACHE_DIR, INGESTION_CACHE_DIR, MODELS_DIR: modelsDirForTests() };
  const given = { ...places, CACHE_SERVER_PORT: '0', ENABLE_CACHE_METRICS: 'false', LOG_LEVEL: 'error' };
  const service = await startCache(loadConfig(cacheConfigSchema, given), new InProcessTransport());
  const figures = await (await fetch(`${service.url}/metrics`)).text();
  await service.close();
  expect(existsSync(join(SEMANTIC_CACHE_DIR, 'semantic.db')) && existsSync(join(INGESTION_CACHE_DIR, 'ingestion.db'))).toBe(true);
  expect(existsSync(join(folder, 'data', 'cache'))).toBe(false);
  expect(figures).toContain('process_resident_memory_bytes');
  expect(figures).not.toContain('docmind_cache_');
});
