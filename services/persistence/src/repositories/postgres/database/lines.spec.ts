import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lines } from './lines.js';

describe('Lines', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets through one after another, in the order they came, also where one of them fails; other lines go on', async () => {
    const lines = new Lines(1_000);
    const done: string[] = [];
    const ends: (() => void)[] = [];
    const held = (name: string) => () => new Promise<void>((resolve) => ends.push(() => resolve(void done.push(name))));
    const first = lines.through('acme', held('first'));
    const second = lines.through('acme', () => Promise.reject(new Error('second fails')));
    const third = lines.through('acme', async () => void done.push('third'));
    await lines.through('other', async () => void done.push('other'));
    expect(done).toEqual(['other']);
    for (const end of ends) end();
    await expect(second).rejects.toThrow('second fails');
    await Promise.all([first, third]);
    expect(done).toEqual(['other', 'first', 'third']);
  });

  it('lets as many in at once as there may be', async () => {
    const lines = new Lines(1_000);
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await Promise.resolve();
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => lines.through('all', work, 3)));
    expect([inside, most]).toEqual([0, 3]);
  });

  it('tells who waited too long, and passes its place on', async () => {
    const lines = new Lines(1_000);
    let end = () => undefined as void;
    const first = lines.through('acme', () => new Promise<void>((resolve) => (end = resolve)));
    const work = vi.fn(async () => undefined);
    const late = expect(lines.through('acme', work)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    await vi.advanceTimersByTimeAsync(1_000);
    await late;
    const next = lines.through('acme', async () => 'next');
    end();
    expect([await first, await next]).toEqual([undefined, 'next']);
    expect(work).not.toHaveBeenCalled();
  });
});
