// What each route gives is what the contracts say it gives, field by field, and nothing else.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningService } from '@docmind/bootstrap';
import type { Payload, RouteContract } from '@docmind/contracts';
import { InProcessTransport } from '@docmind/messaging';
import { FakeServices, startFakeServices } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESCRIBED_SERVICES, type Sample } from './described-services.js';

const DONE = '[DONE]';

/** The values of a body: one, or those of a stream. */
function valuesOf(type: string, text: string): unknown[] {
  if (type === 'text/event-stream') {
    const data = [...text.matchAll(/^data: (.*)$/gm)].map(([, line = '']) => line);
    return data.filter((line) => line !== DONE).map((line) => JSON.parse(line) as unknown);
  }
  if (type === 'application/x-ndjson')
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  return [type === 'application/json' ? (JSON.parse(text) as unknown) : text];
}

/** A field that the schema doesn't know would be dropped by it. */
function expectToFit(value: unknown, { schema }: Payload): void {
  const parsed = schema.safeParse(value);
  expect(parsed.error, JSON.stringify(value)).toBeUndefined();
  expect(parsed.data).toEqual(value);
}

describe.each(DESCRIBED_SERVICES)('what $name answers', ({ routes, start, samples }) => {
  const folder = mkdtempSync(join(tmpdir(), 'docmind-test-'));
  let service: RunningService;
  let stopFakes: () => Promise<void>;

  beforeAll(async () => {
    const transport = new InProcessTransport();
    const fakes = new FakeServices();
    fakes.know({ name: 'backups.md', text: 'Daily snapshots are kept 35 days.' });
    fakes.answer = ['Daily snapshots are ', 'kept 35 days.'];
    stopFakes = await startFakeServices(fakes, transport);
    service = await start({ DOCMIND_DATA_DIR: folder, LOG_LEVEL: 'error' }, transport);
  });
  afterAll(async () => {
    await service.close();
    await stopFakes();
    rmSync(folder, { recursive: true, force: true });
  });

  function ask({ route, name = '', body, accept = '*/*' }: Sample): Promise<Response> {
    const [method, path = ''] = route.split(' ');
    const url = service.url + path.replace(/\{\w+\}/, name);
    // A form says its own type.
    if (body === undefined || body instanceof FormData) return fetch(url, { method, body });
    const [type, text] = typeof body === 'string' ? ['application/x-ndjson', body] : ['application/json', JSON.stringify(body)];
    return fetch(url, { method, headers: { accept, 'content-type': type }, body: text });
  }

  /** Those that end, and that can be asked for without naming something that is there. */
  const plain = Object.entries(routes)
    .filter(
      ([route, { replies }]) => /^GET [^{]*$/.test(route) && /^(application\/json|text\/(?!event-stream))/.test(replies[0]?.type ?? ''),
    )
    .map(([route]): Sample => ({ route }));

  it.each([...plain, ...samples])('$route $body', async (sample) => {
    const { replies, statuses = [200], replyHeaders } = routes[sample.route] as RouteContract;
    const response = await ask(sample);
    const text = await response.text();
    expect(statuses, text).toContain(response.status);
    const [type = ''] = response.headers.get('content-type')?.split(';') ?? [];
    const payload = replies.find((one) => one.type === type) as Payload;
    expect(payload, `${sample.route} gives ${type}`).toBeDefined();
    const values = valuesOf(type, text);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expectToFit(value, payload);
    expect(replyHeaders?.safeParse(Object.fromEntries(response.headers)).error).toBeUndefined();
  });
});
