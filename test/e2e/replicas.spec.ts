import { describeWithServer, type RunningServer, startNatsServer, startRedisServer, until } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersOf, Balanced, type Doubled, REPLY, ReplicatedStack } from './replicas.js';

const QUESTIONS = 200;
const CALLERS = 8;
/** NATS draws a replica for each message: of 200, fewer than 60 is an event of one in 10^8. */
const SHARE = { atLeast: 0.3, atMost: 0.7 };
/** Answers between two kills, and after the last. */
const BETWEEN_KILLS = 16;
const VICTIMS: readonly Doubled[] = ['inference', 'cache', 'orchestrator'];

describeWithServer('nats-server', () => {
  describeWithServer('redis-server', () => {
    describe('two replicas each of the orchestrator, inference and cache', () => {
      let servers: RunningServer[] = [];
      let stack: ReplicatedStack;
      beforeAll(async () => {
        servers = await Promise.all([startNatsServer(), startRedisServer()]);
        const [nats, redis] = servers as [RunningServer, RunningServer];
        stack = await ReplicatedStack.start(nats, redis);
      });
      afterAll(async () => {
        await stack?.remove();
        await Promise.all(servers.map((server) => server.stop()));
      });

      it('share the work evenly', async () => {
        const client = new Balanced(stack.doors);
        await inTurns(QUESTIONS, (n) => client.ask({ question: `Write a line about lighthouse number ${n}.` }));
        expect(client.statuses).toEqual(Array<number>(QUESTIONS).fill(200));
        const counts = {
          orchestrator: await stack.figures('orchestrator', 'docmind_queries_total'),
          inference: await stack.figures('inference', 'gen_ai_server_request_duration_seconds_count'),
          cache: await stack.figures('cache', 'docmind_cache_lookups_total'),
        };
        for (const [service, [one = 0, other = 0]] of Object.entries(counts)) {
          expect(one + other, service).toBeGreaterThanOrEqual(QUESTIONS);
          expect(one / (one + other), service).toBeGreaterThan(SHARE.atLeast);
          expect(one / (one + other), service).toBeLessThan(SHARE.atMost);
        }
      });

      it('lose no acknowledged answer when one of each is killed under load, and answer every question that is asked again', async () => {
        const client = new Balanced(stack.doors);
        const answered: { readonly sessionId: string; readonly id: string; readonly answer: string }[] = [];
        const total = BETWEEN_KILLS * (VICTIMS.length + 1);
        const load = inTurns(total, async (n) => {
          const sessionId = `killed-${n % CALLERS}`;
          answered.push({
            sessionId,
            ...(await client.ask({ question: `Write a line about keeper number ${n}.`, sessionId }, `killed-${n}`)),
          });
        });
        const kills = (async () => {
          for (const [at, service] of VICTIMS.entries()) {
            await until(() => answered.length >= BETWEEN_KILLS * (at + 1), `answers before ${service} is killed`, 60_000);
            await stack.replicas[service][1].command.killAtOnce();
          }
        })();
        await Promise.all([load, kills]);

        expect(new Set(answered.map(({ answer }) => answer))).toEqual(new Set([REPLY]));
        const [door = ''] = stack.doors;
        for (const sessionId of new Set(answered.map((one) => one.sessionId))) {
          const acknowledged = answered.filter((one) => one.sessionId === sessionId).map(({ id }) => id);
          // Each once, and none of a question that was asked again twice.
          expect((await answersOf(door, sessionId)).sort()).toEqual(acknowledged.sort());
        }
        expect(client.statuses, 'the dead door to refuse').toContain(0);
      });
    });
  });
});

/** So many pieces of work by so many at a time. Each has a session of its own: turns of one session wait for each other. */
async function inTurns(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  const one = async (first: number): Promise<void> => {
    for (let n = first; n < count; n += CALLERS) await work(n);
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, first) => one(first)));
}
