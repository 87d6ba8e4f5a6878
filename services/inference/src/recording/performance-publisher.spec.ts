import { metricsPerformanceRecorded } from '@docmind/contracts';
import type { MessageClient } from '@docmind/messaging';
import { expect, it } from 'vitest';
import { PerformancePublisher } from './performance-publisher.js';

const outcome = {
  engine: 'vllm',
  backend: 'a',
  model: 'm',
  totalMs: 5,
  timeToFirstTokenMs: undefined,
  usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
  errorCode: undefined,
  stoppedAfterTokens: undefined,
  retries: 0,
  hadFault: false,
};

it('tells of every generation once, each under an id of its own, in the form that the metrics service takes', async () => {
  const sent: unknown[] = [];
  const publish = async (_contract: unknown, payload: unknown) => void sent.push(payload);
  const publisher = new PerformancePublisher({ publish } as unknown as MessageClient);
  for (let n = 0; n < 250; n++) publisher.add({ ...outcome, totalMs: n });
  await publisher.onModuleDestroy();
  const records = sent.flatMap((payload) => metricsPerformanceRecorded.request.parse(JSON.parse(JSON.stringify(payload))).records);
  expect(sent).toHaveLength(3);
  expect(records.map(({ latencyMs }) => latencyMs)).toEqual(Array.from({ length: 250 }, (_value, n) => n));
  expect(new Set(records.map(({ id }) => id)).size).toBe(250);
  expect(records[0]).toMatchObject({ tokensProcessed: 5, metrics: { model: 'm', backend: 'a', retries: 0, promptTokens: 2 } });
});
