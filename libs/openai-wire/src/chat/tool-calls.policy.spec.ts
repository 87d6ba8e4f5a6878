import { describe, expect, it } from 'vitest';
import { assembleCalls } from './tool-calls.policy.js';

describe('assembleCalls', () => {
  it('puts the parts of two calls together, however they mix', () => {
    const calls = assembleCalls([
      { index: 1, id: 'b', function: { name: 'time', arguments: '' } },
      { index: 0, id: 'a', function: { name: 'weather', arguments: '{"ci' } },
      { index: 1, function: { arguments: '{}' } },
      { index: 0, function: { arguments: 'ty":"Paris"}' } },
    ]);
    expect(calls).toEqual([
      { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } },
      { id: 'b', type: 'function', function: { name: 'time', arguments: '{}' } },
    ]);
  });

  it('is nothing for an answer without calls', () => {
    expect(assembleCalls([])).toBeUndefined();
  });
});
