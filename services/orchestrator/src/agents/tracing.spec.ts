import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awaitAllCallbacks } from '@langchain/core/callbacks/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { BACKUPS, orchestratorWithFakes, post } from '../orchestrator.fixture.js';

it('tells LangSmith nothing, though the environment asks for it', async () => {
  const told: string[] = [];
  const langSmith = createServer((request, reply) => {
    told.push(request.url ?? '');
    reply.end('{}');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    langSmith.closeAllConnections();
    langSmith.close();
    vi.unstubAllEnvs();
  });
  await vi.waitUntil(() => langSmith.listening);
  vi.stubEnv('LANGSMITH_TRACING', 'true');
  vi.stubEnv('LANGSMITH_API_KEY', 'key');
  vi.stubEnv('LANGSMITH_ENDPOINT', `http://127.0.0.1:${(langSmith.address() as AddressInfo).port}`);
  const { service, fakes } = await orchestratorWithFakes();
  fakes.know({ name: 'backups.md', text: BACKUPS });
  expect((await post(`${service.url}/query`, { question: 'How long are daily snapshots kept?' })).status).toBe(200);
  await awaitAllCallbacks();
  expect(told).toEqual([]);
});
