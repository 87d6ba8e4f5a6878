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

  it.each([
    ['What is it?', 'what is  it'],
    ['WHAT IS THE WIFI PASSWORD?', 'what is the wifi password'],
    ['What does NASA do?', 'what does nasa do ?!'],
    ['Where is Caf\u00e9 Rose?', 'where is cafe\u0301 rose'],
    ['Is it kept?', '\tis it\u00a0kept…'],
  ])('fold case, spaces, closing marks and how letters are composed: %j, %j', (a, b) => {
    expect(exactKeyOf('s', a)).toBe(exactKeyOf('s', b));
  });

  it.each([
    ['Who pays us?', 'Who pays US?'],
    ['What is the \u0430pi?', 'What is the api?'],
    ['What is 1l?', 'What is 1I?'],
    ['What is ﬁle?', 'What is file?'],
    ['What does getUser do?', 'What does getuser do?'],
    ['What does -R do?', 'What does -r do?'],
    ['Is it kept, here?', 'Is it kept here?'],
    ['Is the cafe open?', 'Is the café open?'],
  ])('fold nothing else, least of all letters that look alike: %j, %j', (a, b) => {
    expect(exactKeyOf('s', a)).not.toBe(exactKeyOf('s', b));
  });
});
