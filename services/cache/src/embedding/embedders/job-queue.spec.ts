import { describe, expect, it } from 'vitest';
import { JobQueue } from './job-queue.js';

describe('JobQueue', () => {
  it('lets a question go before passages that came earlier', () => {
    const queue = new JobQueue();
    void queue.add('passage 1', 'background');
    void queue.add('passage 2', 'background');
    expect(queue.start()).toBe('passage 1');
    void queue.add('question', 'waited');
    expect(queue.start()).toBeUndefined();
    queue.resolve(new Float32Array(1));
    expect(queue.start()).toBe('question');
    queue.resolve(new Float32Array(1));
    expect(queue.start()).toBe('passage 2');
  });

  it('drops a job nobody waits for any more', async () => {
    const queue = new JobQueue();
    const leaving = new AbortController();
    const dropped = queue.add('left', 'waited', leaving.signal);
    void queue.add('stayed', 'waited');
    leaving.abort();
    expect(queue.start()).toBe('stayed');
    await expect(dropped).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('fails the running job and every waiting one at once', async () => {
    const queue = new JobQueue();
    const jobs = [queue.add('a', 'waited'), queue.add('b', 'background')];
    queue.start();
    expect(queue.depth).toBe(2);
    queue.rejectAll(new Error('gone'));
    await expect(Promise.allSettled(jobs)).resolves.toEqual(Array(2).fill(expect.objectContaining({ status: 'rejected' })));
    expect(queue.depth).toBe(0);
  });
});
