import { describe, expect, it } from 'vitest';
import { nextBackend } from './next-backend.policy.js';

const waiting = [
  { backend: 'a', waitedMs: 10 },
  { backend: 'b', waitedMs: 300 },
];

describe('nextBackend', () => {
  it('does nothing for nobody', () => {
    expect(nextBackend({ isBusy: false, waiting: [], patienceMs: 100 })).toBeUndefined();
  });

  it('loads what waited longest as soon as the loaded one is idle', () => {
    expect(nextBackend({ isBusy: false, waiting, patienceMs: 1_000 })).toEqual({ backend: 'b' });
  });

  it('lets a busy one go on, but not beyond the patience of the others', () => {
    expect(nextBackend({ isBusy: true, waiting, patienceMs: 1_000 })).toEqual({ againInMs: 700 });
    expect(nextBackend({ isBusy: true, waiting, patienceMs: 300 })).toEqual({ backend: 'b' });
  });
});
