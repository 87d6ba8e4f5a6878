import { describe, expect, it } from 'vitest';
import { clausesOf } from './clauses.js';

describe('clausesOf', () => {
  it('parts at semicolons', () => {
    expect(clausesOf('Daily snapshots are kept 35 days; weekly a year.')).toEqual(['Daily snapshots are kept 35 days', 'weekly a year.']);
  });
  it('parts an enumeration whose every part has its own number', () => {
    expect(clausesOf('The orchestrator listens on 8080, inference on 8001 and the cache on 8899.')).toEqual([
      'The orchestrator listens on 8080',
      'inference on 8001',
      'the cache on 8899.',
    ]);
  });
  it('leaves other commas alone', () => {
    expect(clausesOf('Red, green and blue lamps cost 5 euros.')).toHaveLength(1);
  });
});
