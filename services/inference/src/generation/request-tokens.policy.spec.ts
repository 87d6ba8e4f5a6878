import type { ChatRequest } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { chatTokens, textTokens, USUAL_ANSWER_TOKENS } from './request-tokens.policy.js';

const asks = (content: string, more: object = {}) => ({ model: 'm', messages: [{ role: 'user', content }], ...more }) as ChatRequest;

describe('chatTokens', () => {
  it('grows with prompt, answer and tools', () => {
    expect(chatTokens(asks('x'.repeat(4_000), { max_tokens: 50 }))).toBe(1_058);
    expect(chatTokens(asks('', { max_completion_tokens: 7, max_tokens: 50 }))).toBe(15);
    expect(chatTokens(asks('', { tools: [{ type: 'function' }] }))).toBeGreaterThan(chatTokens(asks('')) + 100);
  });

  it('takes a script of three bytes a letter for about a token a letter', () => {
    expect(chatTokens(asks('猫'.repeat(1_000), { max_tokens: 1 }))).toBe(759);
  });
});

it('takes an answer without a limit for a usual one', () => {
  expect(textTokens({ model: 'm', prompt: 'x'.repeat(40) })).toBe(10 + USUAL_ANSWER_TOKENS);
  expect(textTokens({ model: 'm', prompt: '', max_tokens: null })).toBe(USUAL_ANSWER_TOKENS);
});
