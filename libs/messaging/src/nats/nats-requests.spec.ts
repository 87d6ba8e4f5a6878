import { headers, type Msg } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NatsRequests } from './nats-requests.js';
import { markPart } from './parts.js';

const partOf = (index: number, count: number, bytes: number): Msg =>
  ({ headers: markPart(headers(), { index, count }), data: new Uint8Array(bytes), respond: () => true }) as unknown as Msg;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('requests in parts', () => {
  it('hold together no more than is allowed, whichever part comes, and are free to come once others are whole or gone', () => {
    const requests = new NatsRequests('one', 100);
    expect(requests.take(partOf(0, 3, 40), 'a')).toBeUndefined();
    expect(requests.take(partOf(0, 2, 40), 'b')).toBeUndefined();
    expect(() => requests.take(partOf(1, 3, 40), 'a')).toThrow(/Too many large requests/);
    expect(() => requests.take(partOf(2, 3, 40), 'a')).toThrow(/given up/);
    expect(requests.take(partOf(1, 2, 40), 'b')?.data).toHaveLength(80);
    expect(requests.take(partOf(0, 2, 100), 'c')).toBeUndefined();
    requests.forget('c');
    expect(requests.take(partOf(0, 2, 100), 'd')).toBeUndefined();
  });

  it('are given up when no part comes any more, without another request', () => {
    const requests = new NatsRequests('one', 100);
    requests.take(partOf(0, 2, 100), 'killed');
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(requests.take(partOf(0, 2, 100), 'next')).toBeUndefined();
  });
});
