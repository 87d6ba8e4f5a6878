import { expect, it } from 'vitest';
import { cacheHeaders, cacheReplyHeadersSchema } from './cache-headers.policy.js';

it('has a hit say how alike, how sure, how old and which entry it is', () => {
  const hit = { result: 'semantic' as const, similarity: 0.98765, probability: 0.99996, ageSeconds: 1.9, entry: 'e-1', why: 'alike' };
  const headers = cacheHeaders(hit);
  expect(headers).toEqual({
    'x-docmind-cache': 'semantic',
    'x-docmind-cache-similarity': '0.9877',
    'x-docmind-cache-probability': '1.0000',
    'x-docmind-cache-age': '1',
    'x-docmind-cache-entry': 'e-1',
  });
  expect(cacheReplyHeadersSchema.strict().parse(headers)).toEqual(headers);
});

it('says why only where the cache was not asked', () => {
  expect(cacheHeaders({ result: 'miss', why: 'nothing like it is kept' })).toEqual({ 'x-docmind-cache': 'miss' });
  expect(cacheHeaders({ result: 'bypass', why: 'it has images' })).toEqual({
    'x-docmind-cache': 'bypass',
    'x-docmind-cache-why': 'it has images',
  });
  expect(cacheHeaders({ result: 'bypass' })).toEqual({ 'x-docmind-cache': 'bypass' });
});
