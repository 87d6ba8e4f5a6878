import {
  backendSwitchReplySchema,
  inferenceBackendsList,
  inferenceBackendsSwitch,
  metricsGatesReport,
  overviewSchema,
} from '@docmind/contracts';
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
