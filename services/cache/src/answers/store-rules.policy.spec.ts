import { describe, expect, it } from 'vitest';
import { storeRequest } from './store-request.fixture.js';
import { failureToKeep, reasonToKeep, refusalOf, restsOnDocuments } from './store-rules.policy.js';

describe('refusalOf', () => {
  it('keeps a complete, cool, grounded answer', () => {
    expect(refusalOf(storeRequest(), 0.5, 0)).toBeUndefined();
  });

  it.each([
    [{ finishReason: 'length' }, /"length"/],
    [{ finishReason: 'tool_calls' }, /"tool_calls"/],
    [{ temperature: 0.9 }, /temperature 0\.9 is above 0\.5/],
    [{ grounded: false }, /validator/],
  ])('refuses %j', (change, why) => expect(refusalOf(storeRequest(change), 0.5, 0)).toMatch(why));

  it('keeps talk that rests on no document, which nothing could be found for', () => {
    expect(refusalOf(storeRequest({ grounded: false, documents: [], corpus: '' }), 0.5, 0)).toBeUndefined();
  });

  it('refuses an answer whose document changed after it was made', () => {
    const request = storeRequest({ documents: ['d1'], epoch: 4 });
    expect(refusalOf(request, 0.5, 5)).toMatch(/has changed since/);
    expect(refusalOf(request, 0.5, 4)).toBeUndefined();
    expect(refusalOf(storeRequest({ documents: [], epoch: 4 }), 0.5, 5)).toBeUndefined();
  });
});

describe('restsOnDocuments', () => {
  it('is so for citations and for a corpus', () => {
    expect(restsOnDocuments(storeRequest({ documents: ['d1'], corpus: '' }))).toBe(true);
    expect(restsOnDocuments(storeRequest({ documents: [], corpus: 'all' }))).toBe(true);
    expect(restsOnDocuments(storeRequest({ documents: [], corpus: '' }))).toBe(false);
  });
});

describe('what is said', () => {
  it('names sources only where there are some', () => {
    const [sourced, plain] = [storeRequest(), storeRequest({ documents: [], corpus: '' })];
    expect(reasonToKeep(sourced)).toContain('found in its sources');
    expect(reasonToKeep(plain)).toBe('Stored: a complete answer; it names no sources');
    expect(failureToKeep(sourced)).toContain('a document it cites');
    expect(failureToKeep(plain)).toBe('Not stored: the store could not be written');
    expect(refusalOf({ ...plain, grounded: false }, 0.5, 0)).toBeUndefined();
  });
});
