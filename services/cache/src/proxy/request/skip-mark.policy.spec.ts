import { describe, expect, it } from 'vitest';
import { readSkip } from './skip-mark.policy.js';

const body = (...contents: unknown[]) => ({ model: 'm', messages: contents.map((content) => ({ role: 'user', content })) });

describe('readSkip', () => {
  // As GPTCache 0.1.44 reads them.
  it.each([
    ['in the first message', body('/cache_skip hi', 'x'), body('hi', 'x')],
    ['within the last one', body('x', 'please /cache_skip do /cache_skip it'), body('x', 'please do it')],
    ['in both: the first counts', body('/cache_skip a', '/cache_skip b'), body('a', '/cache_skip b')],
    ['in the only one', body('/cache_skip a'), body('a')],
  ])('finds the mark %s and takes it out', (_where, given, expected) => {
    expect(readSkip(given)).toEqual({ body: expected, isAsked: true });
  });

  it.each([
    ['no mark', body('a', 'b')],
    ['a mark without its space', body('/cache_skip')],
    ['one in between', body('a', '/cache_skip b', 'c')],
    ['parts instead of a text', body([{ type: 'text', text: '/cache_skip a' }])],
    ['no messages', { model: 'm' }],
    ['messages that are none', { messages: [null, 5] }],
    ['no list', { messages: '/cache_skip ' }],
    ['an empty list', { messages: [] }],
    ['a parameter that is false', { ...body('a'), cache_skip: false }],
  ])('leaves a request with %s as it is', (_what, given) => {
    expect(readSkip(given)).toEqual({ body: given, isAsked: false });
  });

  it('takes the parameter for it, and then the mark for text', () => {
    const given = { ...body('/cache_skip a'), cache_skip: true };
    expect(readSkip(given)).toEqual({ body: given, isAsked: true });
  });
});
