import { describe, expect, it } from 'vitest';
import { chooseReplica, type ReplicaLoad } from './choose-replica.policy.js';
import { PrefixIndex } from './prefix-index.policy.js';
import { prefixMarks } from './prefix-marks.policy.js';

describe('chooseReplica', () => {
  const load = (given: Partial<ReplicaLoad>): ReplicaLoad => ({
    running: 0,
    concurrency: 8,
    tokens: 0,
    served: 0,
    matchedTokens: 0,
    ...given,
  });
  const choose = (loads: Partial<ReplicaLoad>[], promptTokens = 1_000) => {
    const all = loads.map(load);
    const { chosen, reason } = chooseReplica(all, promptTokens);
    return `${all.indexOf(chosen)} ${reason}`;
  };

  it('takes the least loaded where nobody knows the prompt, and of idle ones in turns', () => {
    expect(
      choose([
        { tokens: 500, running: 1 },
        { tokens: 400, running: 4 },
      ]),
    ).toBe('1 load');
    expect(choose([{ served: 3 }, { served: 2 }, { served: 2 }])).toBe('1 load');
  });

  it('follows the longest prefix, through a few short requests', () => {
    expect(choose([{ matchedTokens: 400 }, { matchedTokens: 900 }])).toBe('1 prefix');
    expect(choose([{}, { matchedTokens: 900, tokens: 2_000, running: 2 }])).toBe('1 prefix');
  });

  it('counts no short common beginning as known', () => {
    expect(choose([{ matchedTokens: 100, served: 1 }, {}])).toBe('1 load');
  });

  it('leaves an overloaded replica, however much it knows', () => {
    expect(choose([{ matchedTokens: 900, tokens: 5_000, running: 5 }, {}])).toBe('1 load');
    expect(choose([{ matchedTokens: 900, tokens: 5_000 }, { tokens: 3_000 }])).toBe('0 prefix');
    expect(
      choose([
        { matchedTokens: 900, running: 8 },
        { tokens: 3_000, running: 2 },
      ]),
    ).toBe('1 load');
  });

  it('stays where a long prompt is cached though others are there too: reading it again would cost more', () => {
    expect(choose([{ matchedTokens: 50_000, tokens: 40_000, running: 1 }, {}], 60_000)).toBe('0 prefix');
  });

  it('never piles one prompt’s followers on one replica', () => {
    const all = [load({}), load({}), load({})];
    const index = new PrefixIndex();
    const marks = prefixMarks([{ role: 'user', content: 'The same document. '.repeat(100) }]);
    for (let asked = 0; asked < 24; asked++) {
      const known = index.matches(marks, 3);
      const { chosen } = chooseReplica(
        all.map((one, at) => ({ ...one, at, matchedTokens: known[at] ?? 0 })),
        500,
      );
      const { at, running, tokens, served } = chosen;
      all[at] = load({ running: running + 1, tokens: tokens + 700, served: served + 1 });
      index.note(marks, at);
    }
    expect(Math.max(...all.map(({ running }) => running))).toBeLessThanOrEqual(8);
  });

  it('waits for somebody where all are full', () => {
    expect(
      choose([
        { running: 8, tokens: 100 },
        { running: 9, tokens: 50 },
      ]),
    ).toBe('1 load');
  });
});
