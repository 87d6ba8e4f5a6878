import { describe, expect, it } from 'vitest';
import type { KeyLimits } from '@docmind/contracts';
import { KeyUsage } from './key-usage.js';

const holder = (limits: KeyLimits, keyId = 'k') => ({ keyId, tenant: 'acme', roles: [], limits });

function usageAt() {
  const clock = { now: 1_000_000 };
  return { clock, usage: new KeyUsage(() => clock.now) };
}

const refusal = (limit: string, retryAfterSeconds: number) =>
  expect.objectContaining({ code: 'RESOURCE_EXHAUSTED', details: { limit, retryAfterSeconds } }) as Error;

describe('KeyUsage', () => {
  it('lets as many requests through as a minute allows, and says when the next one may come', () => {
    const { clock, usage } = usageAt();
    const ask = () => usage.admit(holder({ requestsPerMinute: 6 }), 0, false);
    for (let time = 0; time < 6; time++) ask();
    expect(ask).toThrow(refusal('requestsPerMinute', 10));
    expect(() => usage.admit(holder({ requestsPerMinute: 6 }, 'other'), 0, false)).not.toThrow();
    clock.now += 10_000;
    ask();
    expect(ask).toThrow(refusal('requestsPerMinute', 10));
    clock.now += 600_000;
    for (let time = 0; time < 6; time++) ask();
    expect(ask).toThrow(/6 requests a minute \(limit "requestsPerMinute"\)/);
  });

  it('takes tokens and bytes that are known afterwards from what comes next', () => {
    const { clock, usage } = usageAt();
    const limits = { tokensPerMinute: 100, bytesPerMinute: 1_000 };
    usage.admit(holder(limits), 0, true)?.spend('tokensPerMinute', 150);
    expect(() => usage.admit(holder(limits), 0, true)).toThrow(refusal('tokensPerMinute', 31));
    clock.now += 31_000;
    usage.admit(holder(limits), 2_000, false);
    expect(() => usage.admit(holder(limits), 1, false)).toThrow(refusal('bytesPerMinute', 61));
  });

  it('counts the questions that run, each once, and nothing else', () => {
    const { usage } = usageAt();
    const ask = (isQuestion = true) => usage.admit(holder({ concurrentQuestions: 2 }), 0, isQuestion);
    const first = ask();
    ask();
    ask(false);
    expect(ask).toThrow(refusal('concurrentQuestions', 1));
    first?.leave();
    first?.leave();
    ask();
    expect(ask).toThrow(refusal('concurrentQuestions', 1));
  });

  it('keeps nothing of keys without limits', () => {
    expect(usageAt().usage.admit({ keyId: 'k', tenant: 'acme', roles: [] }, 1e9, true)).toBeUndefined();
  });
});
