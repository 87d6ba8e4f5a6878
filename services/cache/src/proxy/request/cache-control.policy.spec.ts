import { describe, expect, it } from 'vitest';
import { wishesOf } from './cache-control.policy.js';

const NOTHING = {
  fresh: false,
  keepNothing: false,
  onlyIfCached: false,
  maxAgeSeconds: undefined,
  budget: undefined,
  namespace: undefined,
  agent: undefined,
};

describe('what a request asks of the cache', () => {
  it.each([
    [{}, {}],
    [{ 'cache-control': 'no-cache' }, { fresh: true }],
    [{ 'cache-control': 'NO-STORE, no-transform' }, { keepNothing: true }],
    [{ 'cache-control': 'max-age=60' }, { maxAgeSeconds: 60 }],
    [{ 'cache-control': 'max-age="60" , only-if-cached' }, { maxAgeSeconds: 60, onlyIfCached: true }],
    [{ 'cache-control': 'max-age=0' }, { maxAgeSeconds: 0, fresh: true }],
    [{ 'cache-control': ['no-cache', 'no-store'] }, { fresh: true, keepNothing: true }],
    [{ 'cache-control': 'max-stale=5, private,, =' }, {}],
    [{ 'x-docmind-cache-budget': '0.001' }, { budget: 0.001 }],
    [
      { 'x-docmind-cache-namespace': 'team-a', 'x-docmind-agent': 'planner' },
      { namespace: 'team-a', agent: 'planner' },
    ],
  ])('%j', (headers, expected) => {
    expect(wishesOf(headers)).toEqual({ ...NOTHING, ...expected });
  });

  it.each([
    [{ 'cache-control': 'max-age' }, 'max-age=60'],
    [{ 'cache-control': 'max-age=-1' }, 'max-age=60'],
    [{ 'cache-control': 'max-age=1.5' }, 'max-age=60'],
    [{ 'x-docmind-cache-budget': 'none' }, 'from 0'],
    [{ 'x-docmind-cache-budget': '1.1' }, 'from 0'],
    [{ 'x-docmind-cache-budget': ' ' }, 'from 0'],
    [{ 'x-docmind-cache-namespace': '../other' }, '1-64 letters'],
  ])('refuses %j', (headers, what) => {
    expect(() => wishesOf(headers)).toThrow(what);
  });
});
