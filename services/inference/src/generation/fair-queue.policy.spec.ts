import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.policy.js';

function filled(...given: readonly (readonly [tenant: string, tokens: number, item: string])[]): FairQueue<string> {
  const queue = new FairQueue<string>();
  for (const [tenant, tokens, item] of given) queue.push(tenant, tokens, item);
  return queue;
}
const drained = (queue: FairQueue<string>, count = queue.size) => Array.from({ length: count }, () => queue.shift());

describe('FairQueue', () => {
  it('serves equal requests of two tenants in turns, and one tenant’s in their order', () => {
    expect(drained(filled(['a', 10, 'a1'], ['a', 10, 'a2'], ['a', 10, 'a3'], ['b', 10, 'b1'], ['b', 10, 'b2']))).toEqual([
      'a1',
      'b1',
      'a2',
      'b2',
      'a3',
    ]);
  });

  it('lets a tenant’s huge prompt be followed by as many tokens of another’s small ones', () => {
    const small = Array.from({ length: 10 }, (_value, index) => ['b', 100, `b${index}`] as const);
    const order = drained(filled(['a', 1_000, 'a1'], ['a', 1_000, 'a2'], ...small));
    expect(order.indexOf('a1')).toBe(0);
    expect(order.indexOf('a2')).toBe(11);
  });

  it('remembers what a tenant was served that always has one request waiting', () => {
    const queue = filled(['a', 1_000, 'a1'], ['b', 100, 'b1'], ['b', 100, 'b2'], ['b', 100, 'b3']);
    expect(queue.shift()).toBe('a1');
    queue.push('a', 1_000, 'a2');
    expect(drained(queue)).toEqual(['b1', 'b2', 'b3', 'a2']);
  });

  it('gives who comes late its turn now, but nothing for the time it was away', () => {
    const queue = filled(['a', 10, 'a1'], ['a', 10, 'a2'], ['a', 10, 'a3'], ['a', 10, 'a4']);
    drained(queue, 2);
    for (const item of ['b1', 'b2', 'b3']) queue.push('b', 10, item);
    expect(drained(queue)).toEqual(['b1', 'a3', 'b2', 'a4', 'b3']);
  });

  it('charges nobody for a request that left', () => {
    const queue = filled(['a', 1_000, 'a1'], ['a', 10, 'a2'], ['b', 10, 'b1'], ['b', 10, 'b2']);
    queue.remove('a', 'a1');
    queue.remove('a', 'unknown');
    expect([queue.size, queue.tokens]).toEqual([3, 30]);
    expect(drained(queue)).toEqual(['a2', 'b1', 'b2']);
    expect(queue.shift()).toBeUndefined();
  });

  it('tells what comes before a tenant’s next request', () => {
    const queue = filled(['a', 100, 'a1'], ['a', 100, 'a2'], ['a', 100, 'a3']);
    expect(queue.before('a')).toEqual({ requests: 3, tokens: 300 });
    expect(queue.before('b')).toEqual({ requests: 1, tokens: 100 });
    queue.push('b', 150, 'b1');
    expect(queue.before('b')).toEqual({ requests: 3, tokens: 350 });
    queue.shift();
    queue.shift();
    expect(queue.before('c')).toEqual({ requests: 0, tokens: 0 });
    expect(queue.before('b')).toEqual({ requests: 1, tokens: 100 });
  });
});
