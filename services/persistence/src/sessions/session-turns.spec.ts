import { describe, expect, it } from 'vitest';
import { SessionTurns } from './session-turns.js';

describe('the turns of a session', () => {
  it('come in the order in which they were asked for, and one at a time', () => {
    const turns = new SessionTurns();
    expect(['a', 'b', 'c'].map((ticket) => turns.enter('acme', 's', ticket))).toEqual([true, false, false]);
    expect(turns.enter('acme', 'other', 'b')).toBe(true);
    expect(turns.enter('rival', 's', 'x')).toBe(true);
    turns.leave('acme', 's', 'a');
    expect([turns.enter('acme', 's', 'c'), turns.enter('acme', 's', 'b')]).toEqual([false, true]);
    for (const ticket of ['b', 'c']) turns.leave('acme', 's', ticket);
    turns.leave('acme', 'other', 'b');
    turns.leave('rival', 's', 'x');
    expect(turns.size).toBe(0);
  });

  it('pass on from one that is gone, and not from one that says that it works', () => {
    const turns = new SessionTurns();
    turns.enter('acme', 's', 'a', 0);
    turns.enter('acme', 's', 'a', 4_000);
    expect(turns.enter('acme', 's', 'b', 8_000)).toBe(false);
    expect(turns.enter('acme', 's', 'b', 9_500)).toBe(true);
  });

  it('are refused to more than can wait', () => {
    const turns = new SessionTurns();
    for (let at = 0; at < 32; at += 1) turns.enter('acme', 's', `t${at}`);
    expect(() => turns.enter('acme', 's', 'more')).toThrow(/one after another/);
    expect(turns.enter('acme', 's', 't0')).toBe(true);
  });
});
