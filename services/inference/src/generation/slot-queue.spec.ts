import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SlotQueue } from './slot-queue.js';

const never = new AbortController().signal;
const queueOf = (slots: number, maxWaiting: number, maxWaitingTokens = Infinity) =>
  new SlotQueue({ slots, maxWaiting, maxWaitingTokens, name: 'The engine' });
const from = (tenant: string, tokens = 100, leftMs = Infinity) => ({ tenant, tokens, leftMs });

describe('SlotQueue', () => {
  it('refuses what its queue cannot hold, saying when to come back', async () => {
    const queue = queueOf(1, 1);
    const release = await queue.acquire(from('a'), never);
    const waiting = queue.acquire(from('a'), never);
    await expect(queue.acquire(from('a'), never)).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      details: { retryAfterSeconds: 1, queueLimit: 1 },
    });
    release();
    await expect(waiting).resolves.toBeTypeOf('function');
  });

  it('gives a free slot without a wait, and none past those who wait', async () => {
    const queue = queueOf(1, 10);
    const release = queue.takeFree(100);
    expect(release).toBeTypeOf('function');
    expect(queue.takeFree(100)).toBeUndefined();
    const waiting = queue.acquire(from('a'), never);
    release?.();
    expect(queue.takeFree(100)).toBeUndefined();
    (await waiting)();
    expect(queue.running).toBe(0);
  });

  it('lets tenants take turns', async () => {
    const queue = queueOf(1, 10);
    const order: string[] = [];
    const work = async (tenant: string, name: string) => {
      const release = await queue.acquire(from(tenant), never);
      order.push(name);
      await Promise.resolve();
      release();
    };
    await Promise.all([work('a', 'a1'), work('a', 'a2'), work('a', 'a3'), work('b', 'b1'), work('b', 'b2')]);
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
  });

  it('forgets who leaves the queue', async () => {
    const queue = queueOf(1, 1);
    const release = await queue.acquire(from('a'), never);
    const abort = new AbortController();
    const leaving = queue.acquire(from('a'), abort.signal);
    abort.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(queue.depth).toBe(0);
    release();
    expect(queue.running).toBe(0);
  });

  it('counts a slot that is released twice once', async () => {
    const queue = queueOf(1, 0);
    const release = await queue.acquire(from('a'), never);
    release();
    release();
    expect(queue.running).toBe(0);
    await queue.acquire(from('a'), never);
    await expect(queue.acquire(from('a'), never)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  });

  it('refuses at once who would get no turn before the deadline, and says when to come back', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const queue = queueOf(1, 10);
    const release = await queue.acquire(from('a'), never);
    vi.advanceTimersByTime(8_000);
    release();
    await queue.acquire(from('a'), never);
    const patient = queue.acquire(from('a', 100, 10_000), never);
    await expect(queue.acquire(from('a', 100, 10_000), never)).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      message: 'The engine is busy: 1 requests wait before this one, about 16.0 s; its deadline is in 10.0 s',
      details: { retryAfterSeconds: 8 },
    });
    expect(queue.depth).toBe(1);
    void patient;
  });

  it('refuses more tokens than may wait, but lets one request wait whatever it costs', async () => {
    const queue = queueOf(1, 10, 1_000);
    const release = await queue.acquire(from('a'), never);
    const huge = queue.acquire(from('a', 5_000), never);
    await expect(queue.acquire(from('b', 10), never)).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      message: expect.stringContaining('about 5000 tokens wait, this request has about 10, and 1000 is its limit'),
      details: { retryAfterSeconds: 1, queueTokenLimit: 1_000 },
    });
    release();
    (await huge)();
    expect([queue.depthTokens, queue.running]).toEqual([0, 0]);
  });

  it('judges a deadline by the tokens that go first: another tenant’s long queue holds back nobody’s first request', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const queue = queueOf(1, 100);
    const release = await queue.acquire(from('a', 1_000), never);
    vi.advanceTimersByTime(1_000);
    release();
    await queue.acquire(from('a', 1_000), never);
    for (let asked = 0; asked < 5; asked++) void queue.acquire(from('a', 4_000), never);
    await expect(queue.acquire(from('a', 100, 10_000), never)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
    void queue.acquire(from('b', 100, 10_000), never);
    expect(queue.depth).toBe(6);
  });

  it('fills slots that were added while requests wait', async () => {
    const options = { slots: 1, maxWaiting: 10, maxWaitingTokens: Infinity, name: 'The engine' };
    const queue = new SlotQueue(options);
    const release = await queue.acquire(from('a'), never);
    const waiting = [queue.acquire(from('a'), never), queue.acquire(from('b'), never)];
    options.slots = 2;
    release();
    await Promise.all(waiting);
    expect(queue.running).toBe(2);
  });
});
