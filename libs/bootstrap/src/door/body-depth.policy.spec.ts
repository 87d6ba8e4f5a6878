import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { assertNotTooDeep, MAX_DEPTH } from './body-depth.policy.js';

const nested = (levels: number, open: string, close: string): unknown => JSON.parse(open.repeat(levels) + '1' + close.repeat(levels));

describe('assertNotTooDeep', () => {
  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('takes %s up to the limit, and refuses one level more or a million', (_what, open, close) => {
    expect(() => assertNotTooDeep(nested(MAX_DEPTH, open, close))).not.toThrow();
    expect(() => assertNotTooDeep(nested(MAX_DEPTH + 1, open, close))).toThrow(/nested more than 64 levels/);
    expect(() => assertNotTooDeep(nested(1_000_000, open, close))).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error);
  });

  it('has nothing against what is wide, flat or no object', () => {
    assertNotTooDeep(Array.from({ length: 100_000 }, () => ({ role: 'user', content: [] })));
    for (const flat of [undefined, null, 'text', 1, Buffer.alloc(1_000_000), Readable.from([])]) assertNotTooDeep(flat);
  });
});
