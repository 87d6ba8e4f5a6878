import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import {
  backendSwitchReplySchema,
  inferenceBackendsList,
  inferenceBackendsSwitch,
  metricsGatesReport,
  overviewSchema,
} from '@docmind/contracts';
import { temporaryFolder } from '@docmind/testing';
import { expect, it } from 'vitest';
import { orchestratorWithFakes } from '../orchestrator.fixture.js';

it('says how services, engines and gates are, and leaves out what nobody tells', async () => {
  const { service, fakes } = await orchestratorWithFakes();
  const look = async () => {
    const response = await fetch(`${service.url}/overview`);
    return overviewSchema.parse(await response.json());
  };
  expect(await look()).toMatchObject({
    backends: [{ name: 'fake', state: 'ready' }],
    resources: { vram_used: null },
    gates: { services: [{ name: 'cache', isUp: true, isReady: true }], counts: { pass: 1, fail: 0, noData: 0 } },
  });
  fakes.fail(metricsGatesReport);
  fakes.fail(inferenceBackendsList);
  expect(await look()).toMatchObject({ backends: null, resources: { vram_used: null }, gates: null, grafana: null });
});

it('says where the dashboards are, if the setting does', async () => {
  const { service } = await orchestratorWithFakes({ GRAFANA_URL: 'https://grafana.example/dashboards' });
  const response = await fetch(`${service.url}/overview`);
  expect(overviewSchema.parse(await response.json()).grafana).toBe('https://grafana.example/dashboards');
});

it('switches the engine, and says why one could not be loaded', async () => {
  const { service, fakes } = await orchestratorWithFakes();
  const post = (body: object) =>
    fetch(`${service.url}/backends/switch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const switched = await post({ name: 'other' });
  expect([switched.status, backendSwitchReplySchema.parse(await switched.json()).active]).toEqual([200, 'other']);
  expect((await post({ name: '' })).status).toBe(400);
  fakes.fail(inferenceBackendsSwitch);
  expect((await post({ name: 'other' })).status).toBe(503);
});

it('switches it for operators only, and never for a page elsewhere', async () => {
  const [operator, asker] = [createApiKey('acme', ['operate']), createApiKey('acme', ['query'])];
  const file = join(temporaryFolder(), 'keys.json');
  writeFileSync(file, JSON.stringify([operator.entry, asker.entry]));
  const { service } = await orchestratorWithFakes({ DOCMIND_API_KEYS_FILE: file });
  const post = async (headers: Record<string, string>) =>
    (
      await fetch(`${service.url}/backends/switch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ name: 'other' }),
      })
    ).status;
  const bearer = ({ key }: { key: string }) => ({ authorization: `Bearer ${key}` });
  const signedIn = await fetch(`${service.url}/sign-in`, { method: 'POST', headers: bearer(operator) });
  const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';');
  expect(await post({ cookie, 'x-docmind-console': '1' })).toBe(200);
  expect(await post({ cookie })).toBe(401);
  expect(await post({ ...bearer(operator), origin: 'https://elsewhere.example' })).toBe(403);
  expect(await post(bearer(asker))).toBe(403);
});
