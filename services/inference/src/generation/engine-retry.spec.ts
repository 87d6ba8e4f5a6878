import { AppError } from '@docmind/errors';
import { describe, expect, it } from 'vitest';
import { EngineRetry } from './engine-retry.js';

const never = new AbortController().signal;
const retryOf = (delaysMs: number[], breakerFailures = 100, isWell = async () => false) =>
  new EngineRetry({ engine: 'test', delaysMs, breakerFailures, breakerOpenMs: 60_000, isWell });
const down = () => new AppError('UNAVAILABLE', 'down');

function failing(times: number, error: () => AppError) {
  const seen: number[] = [];
  const attempt = async (failed: number) => {
    seen.push(failed);
    if (seen.length <= times) throw error();
    return 'answer';
  };
  return { seen, attempt };
}

describe('EngineRetry', () => {
  it('tries again as often as there are delays', async () => {
    const { seen, attempt } = failing(2, down);
    expect(await retryOf([1, 1]).run(attempt, never)).toBe('answer');
    expect(seen).toEqual([0, 1, 2]);
    await expect(retryOf([1]).run(failing(2, down).attempt, never)).rejects.toMatchObject({ message: 'down' });
  });

  it.each(['INVALID_ARGUMENT', 'NOT_FOUND', 'CANCELLED', 'INTERNAL', 'DEADLINE_EXCEEDED'] as const)(
    'never tries again after %s',
    async (code) => {
      const { seen, attempt } = failing(1, () => new AppError(code, 'no'));
      await expect(retryOf([1, 1]).run(attempt, never)).rejects.toMatchObject({ code });
      expect(seen).toHaveLength(1);
    },
  );

  it('waits for as long as the engine asks, and not for long', async () => {
    const busy = (retryAfterSeconds: number) => () => new AppError('RESOURCE_EXHAUSTED', 'busy', { details: { retryAfterSeconds } });
    const soon = failing(1, busy(0.3));
    const startedAt = performance.now();
    expect(await retryOf([1]).run(soon.attempt, never)).toBe('answer');
    expect(performance.now() - startedAt).toBeGreaterThan(290);
    const late = failing(1, busy(11));
    await expect(retryOf([1]).run(late.attempt, never)).rejects.toMatchObject({ message: 'busy', details: { retryAfterSeconds: 11 } });
    expect(late.seen).toEqual([0]);
  });

  it('keeps nobody waiting for an engine that asks for a pause where another may answer', async () => {
    const asks = failing(1, () => new AppError('UNAVAILABLE', 'loading', { details: { retryAfterSeconds: 9 } }));
    const run = (attempt: (failed: number) => Promise<string>) => retryOf([1]).run(attempt, never, undefined, () => true);
    await expect(run(asks.attempt)).rejects.toMatchObject({ message: 'loading' });
    expect(asks.seen).toEqual([0]);
    // Its own short pause is kept.
    expect(await run(failing(1, down).attempt)).toBe('answer');
  });

  it('begins no pause that outlasts who waits', async () => {
    const { seen, attempt } = failing(9, down);
    await expect(retryOf([1, 60_000]).run(attempt, never, () => 1_000)).rejects.toMatchObject({ message: 'down' });
    expect(seen).toEqual([0, 1]);
  });

  it('leaves alone what failed so often in a row', async () => {
    const retry = retryOf([], 2);
    const { seen, attempt } = failing(9, down);
    for (let asked = 0; asked < 2; asked++) await expect(retry.run(attempt, never)).rejects.toMatchObject({ message: 'down' });
    await expect(retry.run(attempt, never)).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('left alone') });
    expect(seen).toHaveLength(2);
  });

  it('counts a request once, however often it was tried', async () => {
    const retry = retryOf([1, 1, 1], 2);
    await expect(retry.run(failing(9, down).attempt, never)).rejects.toMatchObject({ message: 'down' });
    expect(await retry.run(failing(0, down).attempt, never)).toBe('answer');
  });

  it('lets nobody’s failing requests keep others from an engine that is well', async () => {
    const retry = retryOf([], 2, async () => true);
    const { seen, attempt } = failing(20, down);
    for (let asked = 0; asked < 20; asked++) await expect(retry.run(attempt, never)).rejects.toMatchObject({ message: 'down' });
    expect(await retry.run(attempt, never)).toBe('answer');
    expect(seen).toHaveLength(21);
  });

  it('lets a caller go that leaves during a pause', async () => {
    const abort = new AbortController();
    const waiting = retryOf([600_000]).run(async () => {
      setImmediate(() => abort.abort());
      throw down();
    }, abort.signal);
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
