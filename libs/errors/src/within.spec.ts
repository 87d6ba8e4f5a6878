import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from './app-error.js';
import { within } from './within.js';

const never = (): Promise<never> => new Promise(() => undefined);

describe('within', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives what the work gives, its error too, and leaves no timer behind', async () => {
    expect(await within(Promise.resolve('done'), 100)).toBe('done');
    expect(await within(async () => 'done', 100)).toBe('done');
    await expect(within(Promise.reject(new Error('broken')), 100)).rejects.toThrow('broken');
    const throwing = (): Promise<never> => {
      throw new Error('at once');
    };
    await expect(within(throwing, 100)).rejects.toThrow('at once');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits as long as it was told, and no longer', async () => {
    let outcome: unknown;
    const waiting = within(never(), 100).catch((error: unknown) => (outcome = error));
    await vi.advanceTimersByTimeAsync(99);
    expect(outcome).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(outcome).toMatchObject({ name: 'AppError', code: 'DEADLINE_EXCEEDED', message: 'not done within 100 ms' });
  });

  it('tells the work why it must stop, and does not wait until it has', async () => {
    const late = new AppError('UNAVAILABLE', 'the engine did not load');
    let seen: AbortSignal | undefined;
    const work = (signal: AbortSignal): Promise<never> => {
      seen = signal;
      return never();
    };
    const waiting = within(work, 100, () => late).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    expect(await waiting).toBe(late);
    expect(seen?.reason).toBe(late);
  });

  it('is late with its own words also where the work rejects because it was stopped', async () => {
    const work = (signal: AbortSignal): Promise<never> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    const waiting = within(work, 100).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    expect(await waiting).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('lets the signal alone of work that was done in time', async () => {
    let seen: AbortSignal | undefined;
    await within(async (signal) => (seen = signal), 100);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen?.aborted).toBe(false);
  });

  it('drops what comes too late, an error too', async () => {
    let fail!: (error: Error) => void;
    const work = new Promise<never>((_, reject) => (fail = reject));
    const waiting = within(work, 100).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    fail(new Error('afterwards'));
    expect(await waiting).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('can be given more time than a timer holds', async () => {
    let done!: (value: string) => void;
    const waiting = within(new Promise<string>((resolve) => (done = resolve)), Number.POSITIVE_INFINITY);
    await vi.advanceTimersByTimeAsync(60_000);
    done('done');
    expect(await waiting).toBe('done');
  });
});
