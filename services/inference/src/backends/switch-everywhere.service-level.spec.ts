// Several replicas of the inference service over a real NATS: what an operator switches at one, all follow.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BackendEvent, inferenceBackendChanged, inferenceBackendsSwitch } from '@docmind/contracts';
import { Handles, NatsTransport, newRequestContext } from '@docmind/messaging';
import { describeWithServer, type MockOpenAiEngine, type RunningServer, startMockOpenAiEngine, startNatsServer } from '@docmind/testing';
import { temporaryFolder, until } from '@docmind/testing';
import { Controller, Logger, Module } from '@nestjs/common';
import { commonConfigShape, startService } from '@docmind/bootstrap';
import { loadConfig } from '@docmind/config';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { type InferenceUnderTest, startUnderTest } from '../service.fixture.js';

describeWithServer('nats-server', () => {
  let nats: RunningServer;
  let mocks: MockOpenAiEngine[];
  let running: { close(): Promise<void> }[];

  beforeEach(async () => {
    nats = await startNatsServer();
    mocks = [await startMockOpenAiEngine({ model: 'one' }), await startMockOpenAiEngine({ model: 'other' })];
    running = [];
  });
  afterEach(async () => {
    for (const one of [...running, ...mocks]) await one.close();
    await nats.stop();
  });

  const transportOf = (name: string) => new NatsTransport({ url: nats.url, name, logger: new Logger() });
  const start = async (names = ['one', 'other']): Promise<InferenceUnderTest> => {
    const backends = names.map((name, index) => ({ name, kind: 'openai', model: name, baseUrl: mocks[index]?.url }));
    const path = join(temporaryFolder(), 'backends.yaml');
    writeFileSync(path, JSON.stringify({ backends }));
    const under = await startUnderTest({ BACKENDS_FILE: path }, transportOf('inference'));
    running.push(under);
    await until(async () => (await fetch(`${under.service.url}/health/ready`)).ok, 'the replica to be ready');
    return under;
  };
  const activeAt = async ({ service }: InferenceUnderTest) => {
    const { backends } = (await (await fetch(`${service.url}/backends`)).json()) as { backends: { name: string; active: boolean }[] };
    return backends.find(({ active }) => active)?.name;
  };
  const follows = (under: InferenceUnderTest, name: string) => until(async () => (await activeAt(under)) === name, `${name} to be active`);

  it('switches all of them, also one that starts later, and each reports', async () => {
    const events: BackendEvent[] = [];
    @Controller()
    class Listener {
      @Handles(inferenceBackendChanged)
      async hear(event: BackendEvent): Promise<void> {
        events.push(event);
      }
    }
    @Module({ controllers: [Listener] })
    class ListenerModule {}
    const config = loadConfig(z.object(commonConfigShape), { LOG_LEVEL: 'error' });
    const http = { port: 0, portVariable: 'PORT' };
    running.push(await startService({ name: 'listener', module: ListenerModule, config, http, transport: transportOf('listener') }));
    const [first, second] = [await start(), await start()];
    expect([await activeAt(first), await activeAt(second)]).toEqual(['one', 'one']);
    const before = events.length;
    expect((await first.post('/backends/switch', { name: 'other' })).status).toBe(200);
    await follows(second, 'other');
    await until(() => new Set(events.slice(before).map(({ instance }) => instance)).size === 2, 'both to report');
    await follows(await start(), 'other');
    // By message whoever of the group is asked.
    await first.transport.client.call(inferenceBackendsSwitch, { name: 'one' }, newRequestContext());
    await Promise.all([first, second].map((under) => follows(under, 'one')));
  });

  it('leaves one as it is that cannot follow, and a failed switch moves nobody', async () => {
    const [able, unable] = [await start(), await start(['one'])];
    expect((await able.post('/backends/switch', { name: 'nobody' })).status).toBe(404);
    expect((await able.post('/backends/switch', { name: 'other' })).status).toBe(200);
    expect([await activeAt(able), await activeAt(unable)]).toEqual(['other', 'one']);
    expect((await unable.post('/backends/switch', { name: 'one' })).status).toBe(200);
    await follows(able, 'one');
  });
});
