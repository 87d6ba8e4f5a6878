import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ReadyReply } from '@docmind/contracts';
import {
  describeWithServer,
  type OtlpReceiver,
  startNatsServer,
  startOtlpReceiver,
  temporaryFolder,
  until,
  freePort,
} from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { allOf, Door, eventsOf, messageOf } from './door.js';
import { describeEnd, describeFaults } from './faults.js';
import { describeJourneys } from './journeys.js';
import { fiveProcesses, mainOf } from './shapes.js';
import { environmentOf, RunningCommand, StackProcess, START_LIMIT_MS, urlOf } from './stack-process.js';
import { describeTraces } from './traces.js';

describeWithServer('nats-server', () => {
  describe('docmind up --processes', () => {
    let stack: StackProcess;
    let collector: OtlpReceiver;
    beforeAll(async () => {
      collector = await startOtlpReceiver();
      stack = await StackProcess.start(fiveProcesses.options, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
    });
    afterAll(async () => {
      await stack?.remove();
      await collector?.stop();
    });

    describeJourneys(() => stack);
    describeTraces(
      () => stack,
      () => collector,
    );
    describeFaults(fiveProcesses, () => stack);

    it('answers UNAVAILABLE when NATS dies during a request, and works again when it is back', async () => {
      const events = eventsOf(await new Door(stack).tellAStory(400));
      await events.next();
      const [nats = 0] = stack.pidsOf(/^\S*nats-server /);
      process.kill(nats, 'SIGKILL');
      expect((await allOf(events)).at(-1)).toMatchObject({ event: 'error', data: { error: { code: 'UNAVAILABLE' } } });
      await until(() => stack.running.stderr.includes('nats-server is back'), 'the supervisor to bring NATS back', START_LIMIT_MS);
      await stack.untilReady();
      expect((await allOf(eventsOf(await new Door(stack).tellAStory(8)))).at(-1)?.event).toBe('done');
    });

    it('answers every upload that persistence dies with, and takes the next ones', async () => {
      const [persistence = 0] = stack.pidsOf(mainOf('persistence'));
      // It takes requests no more, as in the moment before it dies: what NATS gives it is lost with it.
      process.kill(persistence, 'SIGSTOP');
      const send = (name: string) => new Door(stack).send(name, `# ${name}\n\nThe basket of ${name} holds nets.\n`);
      const spooled = () => readdirSync(stack.dataDir, { recursive: true }).filter((path) => dirname(String(path)) === 'uploads').length;
      const lost = Promise.all(Array.from({ length: 6 }, (_, n) => send(`pier-${n}.md`)));
      await until(() => spooled() >= 6, 'the uploads to be under way');
      const ready = () => new Door(stack).get('/health/ready');
      await until(async () => (await ready()).status === 503, 'the orchestrator to miss persistence');
      expect(await (await ready()).json()).toMatchObject({
        error: {
          persistence: { message: expect.stringContaining('persistence does not answer') as string, since: expect.any(String) as string },
        },
      });
      process.kill(persistence, 'SIGKILL');
      for (const response of await lost) {
        if (response.ok) continue;
        expect(response.status).toBe(503);
        expect(await messageOf(response)).toMatch(/persistence|fell silent/);
      }
      await stack.untilReady();
      const next = await Promise.all(['quay-1.md', 'quay-2.md', 'quay-3.md', 'quay-4.md'].map(send));
      expect(next.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    });

    describeEnd(() => stack);
  });

  describe('a service that starts before NATS', () => {
    it('is live, says what is missing, refuses work as UNAVAILABLE, and connects when NATS is there', async () => {
      const natsPort = await freePort();
      const environment = { ...(await environmentOf(temporaryFolder())), NATS_URL: `nats://127.0.0.1:${natsPort}` };
      const service = new RunningCommand([], environment, 'services/orchestrator/dist/main.js');
      onTestFinished(() => service.killAtOnce());
      const url = urlOf(environment, 'orchestrator');
      const statusOf = (path: string) =>
        fetch(`${url}${path}`).then(
          ({ status }) => status,
          () => 0,
        );
      await until(async () => (await statusOf('/health/live')) === 200, 'the service to be live', START_LIMIT_MS);
      expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({
        status: 'error',
        details: { messaging: { status: 'down', message: 'the message bus is not connected' } },
      });
      const asked = { method: 'POST', body: JSON.stringify({ question: 'Hi' }), headers: { 'content-type': 'application/json' } };
      const refused = await fetch(`${url}/query`, asked);
      expect(refused.status).toBe(503);
      expect(await refused.json()).toMatchObject({ error: { code: 'UNAVAILABLE', retryable: true } });
      const nats = await startNatsServer(natsPort);
      onTestFinished(() => nats.stop());
      const partsOf = async () => ((await (await fetch(`${url}/health/ready`)).json()) as ReadyReply).details;
      const isAlone = async () => {
        const { messaging, persistence } = await partsOf();
        return messaging?.status === 'up' && persistence?.status === 'down' && /not running/.test(persistence.message ?? '');
      };
      await until(isAlone, 'the service to be connected and to miss the others', START_LIMIT_MS);
    });
  });
});
