import { until } from '@docmind/testing';
import { expect, it } from 'vitest';
import { SpareTime } from './spare-time.js';

const LIMITS = { mostWaiting: 3, limitMs: 60_000 };

/** Work that a test ends as it likes, and that ends by itself when it is aborted. */
function work() {
  const begun: { end: (value: string) => void; signal: AbortSignal }[] = [];
  const run = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      begun.push({ end: resolve, signal });
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  return { run, begun };
}

it('works one after the other, and only while nobody is waited for', async () => {
  const spare = new SpareTime(LIMITS);
  const [one, two] = [work(), work()];
  const leave = spare.enter();
  const [first, second] = [spare.run(one.run), spare.run(two.run)];
  expect(one.begun).toHaveLength(0);
  leave();
  leave();
  expect([one.begun.length, two.begun.length]).toEqual([1, 0]);
  one.begun[0]?.end('first');
  expect(await first).toBe('first');
  await until(() => two.begun.length === 1, 'the second to begin');
  two.begun[0]?.end('second');
  expect(await second).toBe('second');
});

it('gives way at once, begins anew, and gives up after three times', async () => {
  const spare = new SpareTime(LIMITS);
  const { run, begun } = work();
  const result = spare.run(run);
  for (let time = 1; time <= 3; time += 1) {
    await until(() => begun.length === time, `try ${time}`);
    const leave = spare.enter();
    expect(begun[time - 1]?.signal.aborted).toBe(true);
    leave();
  }
  expect(await result).toBeUndefined();
  expect(begun).toHaveLength(3);
});

it('refuses what is too much, and ends what takes too long', async () => {
  const spare = new SpareTime({ mostWaiting: 1, limitMs: 20 });
  const { run } = work();
  const [late, waiting] = [spare.run(run), spare.run(async () => 'done')];
  expect(await spare.run(run)).toBeUndefined();
  await expect(late).rejects.toThrow('aborted');
  expect(await waiting).toBe('done');
  await expect(spare.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
