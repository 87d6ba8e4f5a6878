import { describe, expect, it } from 'vitest';
import { JobQueue } from './job-queue.js';

describe('JobQueue', () => {
  it('lets a question go before passages that came earlier', () => {
    const queue = new JobQueue<Float32Array>();
    void queue.add({ text: 'passage 1' }, 'background');
    void queue.add({ text: 'passage 2' }, 'background');
    expect(queue.start()).toEqual({ text: 'passage 1' });
    void queue.add({ text: 'question' }, 'waited');
    expect(queue.start()).toBeUndefined();
    queue.resolve(new Float32Array(1));
    expect(queue.start()).toEqual({ text: 'question' });
    queue.resolve(new Float32Array(1));
    expect(queue.start()).toEqual({ text: 'passage 2' });
  });

  it('drops a job nobody waits for any more', async () => {
    const queue = new JobQueue<Float32Array>();
    const leaving = new AbortController();
    const dropped = queue.add({ text: 'left' }, 'waited', leaving.signal);
    void queue.add({ text: 'stayed' }, 'waited');
    leaving.abort();
    expect(queue.start()).toEqual({ text: 'stayed' });
    await expect(dropped).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('fails the running job and every waiting one at once', async () => {
    const queue = new JobQueue<Float32Array>();
    const jobs = [queue.add({ text: 'a' }, 'waited'), queue.add({ text: 'b' }, 'background')];
    queue.start();
    expect(queue.depth).toBe(2);
    queue.rejectAll(new Error('gone'));
    await expect(Promise.allSettled(jobs)).resolves.toEqual(Array(2).fill(expect.objectContaining({ status: 'rejected' })));
    expect(queue.depth).toBe(0);
  });
});
