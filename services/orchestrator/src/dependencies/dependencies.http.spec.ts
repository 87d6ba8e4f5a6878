import { inferenceHealthGet, persistenceHealthGet, type ReadyReply } from '@docmind/contracts';
import { until } from '@docmind/testing';
import { expect, it } from 'vitest';
import { orchestratorWithFakes } from '../orchestrator.fixture.js';

it('is not ready while a service that it needs is missing or has a part that is, and says which and since when', async () => {
  const { service, fakes } = await orchestratorWithFakes();
  const look = async () => {
    const response = await fetch(`${service.url}/health/ready`);
    return { status: response.status, parts: ((await response.json()) as ReadyReply).details };
  };
  const untilStatus = (wanted: number) => until(async () => (await look()).status === wanted, `${wanted} of /health/ready`);
  expect(await look()).toMatchObject({
    status: 200,
    parts: { persistence: { status: 'up' }, cache: { status: 'up' }, inference: { status: 'up' } },
  });

  const before = new Date().toISOString();
  fakes.fail(persistenceHealthGet);
  await untilStatus(503);
  const { persistence, inference } = (await look()).parts;
  expect(persistence).toMatchObject({ status: 'down', message: expect.stringContaining('persistence does not answer') as string });
  const since = persistence?.since ?? '';
  expect(since > before && since <= new Date().toISOString()).toBe(true);
  expect(inference).toMatchObject({ status: 'up' });

  fakes.faults.clear();
  await untilStatus(200);
  fakes.down.set(inferenceHealthGet.subject, [{ part: 'engine', message: 'The embedded engine is starting', since: before }]);
  await untilStatus(503);
  expect((await look()).parts.inference?.message).toBe(`engine is down since ${before}: The embedded engine is starting`);
});

it('asks the others once, however many ask whether it is ready', async () => {
  const { service, fakes } = await orchestratorWithFakes();
  fakes.healthAsked = 0;
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 100 }, async () => (await fetch(`${service.url}/health/ready`)).arrayBuffer()));
  const seconds = (performance.now() - startedAt) / 1_000;
  // Three services, once a second and once at the start.
  expect(fakes.healthAsked).toBeLessThanOrEqual(3 * (Math.floor(seconds) + 1));
});
