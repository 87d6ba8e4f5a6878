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

describe('calls side by side', () => {
  const part = (text: string, more: object = {}) => ({ ...more, function: { arguments: text } });
  const named = (name: string, text: string, more: object = {}) => ({ ...more, function: { name, arguments: text } });
  const read = (deltas: object[]) => assembleCalls(deltas)?.map(({ id, function: called }) => [id, called.name, called.arguments]);

  it('are told apart by their index, in whatever order their parts come', () => {
    const deltas = [
      named('a', '{', { index: 0, id: 'x' }),
      named('b', '[', { index: 1, id: 'y' }),
      part('}', { index: 0 }),
      part(']', { index: 1 }),
    ];
    expect(read(deltas)).toEqual([['x', 'a', '{}'], ['y', 'b', '[]']]); // prettier-ignore
  });

  it('are told apart by their ids where there is no index, or the same for all', () => {
    for (const index of [{}, { index: 0 }]) {
      const deltas = [named('a', '{', { ...index, id: 'x' }), part('}', { ...index, id: 'x' }), named('a', '[]', { ...index, id: 'y' })];
      expect(read(deltas)).toEqual([['x', 'a', '{}'], ['y', 'a', '[]']]); // prettier-ignore
    }
  });

  it('are told apart by their names where there is nothing else', () => {
    expect(read([named('a', '{}'), named('b', '['), part(']')])).toEqual([['call_0', 'a', '{}'], ['call_1', 'b', '[]']]); // prettier-ignore
  });
});
