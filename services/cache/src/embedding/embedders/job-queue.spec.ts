import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { JobQueue } from './job-queue.js';

describe('JobQueue', () => {
  it('gives its jobs out in the order they came, each once', () => {
    const queue = new JobQueue<Float32Array>();
    void queue.add({ text: 'first' });
    void queue.add({ text: 'second' });
    expect([queue.take(), queue.take(), queue.take()].map((job) => job?.task.text)).toEqual(['first', 'second', undefined]);
  });

  it('tells who leaves while waiting at once, and counts it no longer', async () => {
    const queue = new JobQueue<Float32Array>();
    const leaving = new AbortController();
    const left = queue.add({ text: 'left' }, leaving.signal);
    void queue.add({ text: 'stayed' });
    leaving.abort();
    expect(queue.depth).toBe(1);
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(queue.take()?.task).toEqual({ text: 'stayed' });
  });

  it('lets as many texts as there are wait under one signal, without a word of the runtime', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    onTestFinished(() => void process.off('warning', warned));
    const queue = new JobQueue<Float32Array>();
    const leaving = new AbortController();
    const jobs = Array.from({ length: 100 }, (_, at) => queue.add({ text: `${at}` }, leaving.signal));
    leaving.abort();
    await Promise.allSettled(jobs);
    await setImmediate();
    expect(warned).not.toHaveBeenCalled();
  });

  it('takes no job from who has left already', async () => {
    const queue = new JobQueue<Float32Array>();
    await expect(queue.add({ text: 'left' }, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(queue.depth).toBe(0);
  });

  it('fails every waiting job at once', async () => {
    const queue = new JobQueue<Float32Array>();
    const jobs = [queue.add({ text: 'a' }), queue.add({ text: 'b' })];
    expect(queue.depth).toBe(2);
    queue.rejectAll(new Error('gone'));
    await expect(Promise.allSettled(jobs)).resolves.toEqual(Array(2).fill(expect.objectContaining({ status: 'rejected' })));
    expect(queue.depth).toBe(0);
  });
});
