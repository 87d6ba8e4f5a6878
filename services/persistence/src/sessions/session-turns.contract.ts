import { expect, it } from 'vitest';
import type { SessionTurns } from './session-turns.port.js';

/** What holds wherever the lines are kept. */
export function describeSessionTurns(open: () => Promise<SessionTurns>): void {
  it('gives turns in the order in which they were asked for, and one at a time', async () => {
    const turns = await open();
    const entered: boolean[] = [];
    for (const ticket of ['a', 'b', 'c']) entered.push(await turns.enter('acme', 's', ticket));
    expect(entered).toEqual([true, false, false]);
    expect(await turns.enter('acme', 'other', 'b')).toBe(true);
    expect(await turns.enter('rival', 's', 'x')).toBe(true);
    await turns.leave('acme', 's', 'a');
    expect([await turns.enter('acme', 's', 'c'), await turns.enter('acme', 's', 'b')]).toEqual([false, true]);
  });

  it('refuses turns to more than can wait', async () => {
    const turns = await open();
    for (let at = 0; at < 32; at += 1) await turns.enter('acme', 's', `t${at}`);
    await expect(turns.enter('acme', 's', 'more')).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      message: expect.stringContaining('one after another'),
    });
    expect(await turns.enter('acme', 's', 't0')).toBe(true);
  });
}
