import type { CacheScope } from '@docmind/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactKeyOf, scopeKeyOf } from './keys.policy.js';

const part = fc.string({ maxLength: 6 });
const scope: fc.Arbitrary<CacheScope> = fc.record({
  tenant: part,
  namespace: part,
  model: part,
  prompt: part,
  conversation: part,
  corpus: part,
  queryType: part,
});

describe('scope keys', () => {
  it('are equal only for scopes equal in every part', () => {
    fc.assert(
      fc.property(scope, scope, (a, b) => {
        const same = (Object.keys(a) as (keyof CacheScope)[]).every((key) => a[key] === b[key]);
        return (scopeKeyOf(a, 'e') === scopeKeyOf(b, 'e')) === same;
      }),
    );
  });

  it('differ by embedder, and exact keys by scope', () => {
    const [one] = fc.sample(scope, 1) as [CacheScope];
    expect(scopeKeyOf(one, 'e1')).not.toBe(scopeKeyOf(one, 'e2'));
    expect(exactKeyOf('s1', 'q')).not.toBe(exactKeyOf('s2', 'q'));
    expect(exactKeyOf('s1', 'What is it?')).toBe(exactKeyOf('s1', 'what is  it'));
  });
});
