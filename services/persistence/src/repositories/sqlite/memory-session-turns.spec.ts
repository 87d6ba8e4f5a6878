import { describe, expect, it } from 'vitest';
import { describeSessionTurns } from '../../sessions/session-turns.contract.js';
import { MemorySessionTurns } from './memory-session-turns.js';

describe('MemorySessionTurns', () => {
  describeSessionTurns(async () => new MemorySessionTurns());

  it('keeps no line that everybody has left', async () => {
    const turns = new MemorySessionTurns();
    for (const ticket of ['a', 'b']) await turns.enter('acme', 's', ticket);
    for (const ticket of ['a', 'b']) await turns.leave('acme', 's', ticket);
    expect(turns.size).toBe(0);
  });

  it('passes on from one that is gone, and not from one that says that it works', async () => {
    const turns = new MemorySessionTurns();
    await turns.enter('acme', 's', 'a', 0);
    await turns.enter('acme', 's', 'a', 4_000);
    expect(await turns.enter('acme', 's', 'b', 8_000)).toBe(false);
    expect(await turns.enter('acme', 's', 'b', 9_500)).toBe(true);
  });
});
