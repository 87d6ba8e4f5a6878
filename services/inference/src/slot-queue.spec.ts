import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SlotQueue } from './slot-queue.js';

const never = new AbortController().signal;
const queueOf = (slots: number, maxWaiting: number) => new SlotQueue({ slots, maxWaiting, name: 'The engine' });

describe('SlotQueue', () => {
  it('refuses what its queue cannot hold, saying when to come back', async () => {
    const queue = queueOf(1, 1);
    const release = await queue.acquire('a', never);
    const waiting = queue.acquire('a', never);
    await expect(queue.acquire('a', never)).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      details: { retryAfterSeconds: 1, queueLimit: 1 },
    });
    release();
    await expect(waiting).resolves.toBeTypeOf('function');
  });

  it('gives a free slot without a wait, and none past those who wait', async () => {
    const queue = queueOf(1, 10);
    const release = queue.takeFree();
    expect(release).toBeTypeOf('function');
    expect(queue.takeFree()).toBeUndefined();
    const waiting = queue.acquire('a', never);
    release?.();
    expect(queue.takeFree()).toBeUndefined();
    (await waiting)();
    expect(queue.running).toBe(0);
  });

  it('lets tenants take turns', async () => {
    const queue = queueOf(1, 10);
    const order: string[] = [];
    const work = async (tenant: string, name: string) => {
      const release = await queue.acquire(tenant, never);
      order.push(name);
      await Promise.resolve();
      release();
    };
    await Promise.all([work('a', 'a1'), work('a', 'a2'), work('a', 'a3'), work('b', 'b1'), work('b', 'b2')]);
    expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
  });

  it('forgets who leaves the queue', async () => {
    const queue = queueOf(1, 1);
    const release = await queue.acquire('a', never);
    const abort = new AbortController();
    const leaving = queue.acquire('a', abort.signal);
    abort.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(queue.depth).toBe(0);
    release();
    expect(queue.running).toBe(0);
  });

  it('counts a slot that is released twice once', async () => {
    const queue = queueOf(1, 0);
    const release = await queue.acquire('a', never);
    release();
    release();
    expect(queue.running).toBe(0);
    await queue.acquire('a', never);
    await expect(queue.acquire('a', never)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  });

  it('refuses at once who would get no turn before the deadline, and says when to come back', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const queue = new SlotQueue({ slots: 1, maxWaiting: 10, name: 'The engine' });
    const release = await queue.acquire('a', never);
    vi.advanceTimersByTime(8_000);
    release();
    await queue.acquire('a', never);
    const patient = queue.acquire('a', never, 10_000);
    await expect(queue.acquire('a', never, 10_000)).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      message: 'The engine is busy: 1 requests wait before this one, about 16.0 s; its deadline is in 10.0 s',
      details: { retryAfterSeconds: 8 },
    });
    expect(queue.depth).toBe(1);
    void patient;
  });
});
