import { expect, it } from 'vitest';
import { engineRefusal } from './engine-refusal.policy.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const refused = (status: number, error: object, retryAfter?: string) => engineRefusal(status, JSON.stringify({ error }), retryAfter, NOW);

it('keeps what the engine says: message, code and parameter', () => {
  const error = { message: 'too long', code: 'context_length_exceeded', param: 'messages', type: 'invalid_request_error' };
  expect(refused(400, error)).toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: 'The engine refuses the request: too long',
    details: { openAiCode: 'context_length_exceeded', openAiParam: 'messages' },
  });
});

it.each([
  ['7', 7],
  ['0.5', 1],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
  ['Wed, 31 Dec 2025 23:00:00 GMT', undefined],
  ['soon', undefined],
  ['0', undefined],
  ['9'.repeat(400), undefined],
  [undefined, undefined],
])('reads Retry-After: %s', (header, seconds) => {
  for (const status of [429, 503]) expect(refused(status, {}, header).details?.retryAfterSeconds).toBe(seconds);
});
