import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerWatch } from './server-watch.js';

const LIMITS = { slowMs: 1_500, answerMs: 2_500, healMs: 1_000 };

describe('ServerWatch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets a statement take its time on a server that answers, and asks it no more than every so often', async () => {
    const answers = vi.fn(async () => true);
    const watch = new ServerWatch(answers, expect.unreachable, LIMITS);
    let end = (_: string) => undefined as void;
    const slow = watch.during(() => new Promise<string>((resolve) => (end = resolve)));
    const other = watch.during(() => slow);
    await vi.advanceTimersByTimeAsync(6_000);
    end('done');
    expect([await slow, await other]).toEqual(['done', 'done']);
    expect(answers.mock.calls.length).toBeLessThanOrEqual(8);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(answers.mock.calls.length).toBeLessThanOrEqual(8);
  });

  it('tells all who wait of a server that answers nobody, those who come after at once, and heals by itself', async () => {
    let isThere = false;
    let end = (_: Error) => undefined as void;
    const answers = (limitMs: number) => new Promise<boolean>((resolve) => setTimeout(() => resolve(isThere), limitMs));
    const watch = new ServerWatch(answers, () => end(new Error('Connection terminated')), LIMITS);
    const waits = expect(watch.during(() => new Promise((_, reject) => (end = reject)))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('does not answer'),
    });
    await vi.advanceTimersByTimeAsync(4_000);
    await waits;
    const work = vi.fn(async () => 'read');
    await expect(watch.during(work)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect(work).not.toHaveBeenCalled();
    isThere = true;
    await vi.advanceTimersByTimeAsync(3_500);
    expect(await watch.during(work)).toBe('read');
    watch.end();
  });
});
