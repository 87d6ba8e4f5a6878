// The whole way: the service with its real embedder and its file, callers with roles, and a restart.
import type { CacheStats } from '@docmind/contracts';
import { expect, it } from 'vitest';
import { keysFor, startCacheService } from '../../cache-service.fixture.js';

const SCOPE = { namespace: 'ns', model: 'm', prompt: 'p', conversation: '', corpus: '', queryType: 'fact' };
const SNAPSHOTS = 'How long are daily snapshots kept?';
/** Just within the budget. */
const AT_THE_EDGE = 'For how many days do you keep daily snapshots?';
const TRAVEL = 'Who approves a travel request?';
const SURE = 'Who has to approve a travel request?';

const keys = () =>
  keysFor({
    ann: { tenant: 'a', roles: ['query', 'ingest', 'feedback'] },
    asks: { tenant: 'a', roles: ['query', 'ingest'] },
    operates: { tenant: 'a', roles: ['operate'] },
  });

async function start({ file, as }: ReturnType<typeof keys>, folder?: string) {
  const service = await startCacheService({ DOCMIND_API_KEYS_FILE: file, ...(folder === undefined ? {} : { DOCMIND_DATA_DIR: folder }) });
  const json = async <T>(path: string, body: unknown, headers: Record<string, string> = as.ann): Promise<T> =>
    (await (await service.post(path, body, headers)).json()) as T;
  const store = (question: string) =>
    json('/cache/store', { scope: SCOPE, question, answer: '35', citations: [], finishReason: 'stop', temperature: 0, grounded: true });
  const lookup = (question: string) => json<{ result: string; entry: string }>('/cache/lookup', { scope: SCOPE, question });
  const calibration = async () => ((await (await service.get('/cache/stats', as.ann)).json()) as CacheStats).calibration;
  return { ...service, json, store, lookup, calibration };
}

it('learns from callers who may judge, keeps that over a restart, and forgets it when an operator says so', async () => {
  const known = keys();
  const { as } = known;
  const first = await start(known);
  for (const question of [SNAPSHOTS, TRAVEL]) await first.store(question);
  expect(await first.lookup(AT_THE_EDGE)).toMatchObject({ result: 'semantic' });
  const { entry } = await first.lookup(SURE);
  expect((await first.post('/cache/feedback', { entry, verdict: 'wrong' }, as.asks)).status).toBe(403);
  expect(await first.calibration()).toMatchObject({ shift: 0 });
  expect(await first.json('/cache/feedback', { entry, verdict: 'wrong' })).toEqual({ recorded: true, evicted: true });
  const learnt = await first.calibration();
  expect(learnt).toMatchObject({ shift: expect.closeTo(0.25, 2), mostShift: 1.5, ofTenant: learnt.shift });
  expect(await first.lookup(AT_THE_EDGE)).toMatchObject({ result: 'miss' });
  await first.close();

  const second = await start(known, first.folder);
  expect(await second.calibration()).toEqual(learnt);
  expect(await (await second.get('/metrics')).text()).toMatch(/docmind_cache_calibration_shift\{[^}]*\} 0\.24/);
  await second.store(TRAVEL);
  expect(await second.lookup(AT_THE_EDGE)).toMatchObject({ result: 'miss' });
  expect(await second.lookup(SURE)).toMatchObject({ result: 'semantic' });
  expect((await second.post('/cache/calibration/reset', {}, as.ann)).status).toBe(403);
  expect(await second.json('/cache/calibration/reset', {}, as.operates)).toMatchObject({ shift: 0 });
  expect(await second.lookup(AT_THE_EDGE)).toMatchObject({ result: 'semantic' });
});
