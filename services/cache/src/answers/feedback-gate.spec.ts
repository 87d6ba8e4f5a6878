import { expect, it } from 'vitest';
import { FeedbackGate } from './feedback-gate.js';
import { FakeClock } from '../monitoring/fake-clock.fixture.js';

function gate() {
  const passed: string[] = [];
  const clock = new FakeClock();
  const cache = {
    take: async (tenant: string, entry: string, verdict: string) => {
      passed.push(`${tenant} ${entry} ${verdict}`);
      return { recorded: entry !== 'unknown', evicted: verdict === 'wrong' };
    },
  };
  return { passed, clock, gate: new FeedbackGate(cache, clock) };
}

it('counts one verdict of a kind an entry, however often it comes', async () => {
  const { gate: under, passed } = gate();
  for (let time = 0; time < 5; time += 1) await under.take('t1', { entry: 'e', verdict: 'right' });
  await under.take('t1', { entry: 'e', verdict: 'wrong' });
  await under.take('t2', { entry: 'e', verdict: 'right' });
  expect(passed).toEqual(['t1 e right', 't1 e wrong', 't2 e right']);
  await under.take('t1', { entry: 'unknown', verdict: 'right' });
  await under.take('t1', { entry: 'unknown', verdict: 'right' });
  expect(passed.filter((line) => line.includes('unknown'))).toHaveLength(2);
});

it('stops a flood, of one tenant only, for the rest of a minute', async () => {
  const { gate: under, passed, clock } = gate();
  for (let at = 0; at < 60; at += 1) await under.take('t1', { entry: `e${at}`, verdict: 'wrong' });
  clock.advance(20_000);
  await expect(under.take('t1', { entry: 'more', verdict: 'wrong' })).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    details: { retryAfterSeconds: 40 },
  });
  await under.take('t2', { entry: 'more', verdict: 'wrong' });
  clock.advance(40_000);
  await under.take('t1', { entry: 'more', verdict: 'wrong' });
  expect(passed).toHaveLength(62);
  clock.advance(-1_000_000);
  await under.take('t1', { entry: 'clock set back', verdict: 'right' });
});
