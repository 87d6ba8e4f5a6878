import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forbiddenBy } from './guards.policy.js';
import { factsOf } from './question-facts.policy.js';

const reason = (a: string, b: string): string | undefined => forbiddenBy(factsOf(a), factsOf(b));

const DIFFERENT: readonly [string, string, RegExp][] = [
  ['How long are 7 snapshots kept?', 'How long are 30 snapshots kept?', /numbers/],
  ['What changed in v2.1?', 'What changed in v2.2?', /numbers/],
  ['Is the limit 5 GB?', 'Is the limit 5 MB?', /units/],
  ['What happened in March?', 'What happened in May?', /dates/],
  ['Can I restore a snapshot?', "Can't I restore a snapshot?", /negations/],
  ['Which plans include support?', 'Which plans do not include support?', /negations/],
  ['What does "strict" mean?', 'What does "lenient" mean?', /quoted/],
  ['Why are snapshots kept?', 'How are snapshots kept?', /asks "why"/],
  ['Can I delete a snapshot?', 'How do I delete a snapshot?', /asks "whether can"/],
  ['How many days does a restore take?', 'How many hours does a restore take?', /units|asks for/],
  ['What is the fastest plan?', 'What is the slowest plan?', /comparisons/],
  ['How do I enable backups?', 'How do I disable backups?', /opposites/],
  ['How long are daily snapshots kept?', 'How long are weekly snapshots kept?', /opposites/],
  ['Where does Alice keep the key?', 'Where does Robert keep the key?', /name/],
  ['How do I move data from Oracle to Postgres?', 'How do I move data from Postgres to Oracle?', /another order/],
  ['How do I convert PDF to text?', 'How do I convert text from PDF?', /directions|another order/],
  ['What is a snapshot?', 'What is a snapshot and how is it made?', /something more/],
  ['How is the quota computed?', 'How was the quota computed?', /asks|past/],
  ['What plan do I have?', 'What plan should I have?', /what should be/],
];

const SAME: readonly [string, string][] = [
  ['How long are daily snapshots kept?', 'For how many days are daily snapshots kept?'],
  ['How long are daily snapshots kept?', 'How much time are daily snapshots kept?'],
  ['How long are daily snapshots kept?', 'how long do we keep daily snapshots'],
  ['What is the refund policy?', "What's the refund policy"],
  ['Is the limit 1,000 files?', 'Is the limit 1000 files?'],
  ['Is the limit three files?', 'Is the limit 3 files?'],
  ['Which regions are there?', 'What regions are there?'],
];

describe('guards', () => {
  it.each(DIFFERENT)('keeps apart: %s | %s', (a, b, why) => {
    expect(reason(a, b)).toMatch(why);
    expect(reason(b, a)).toBeDefined();
  });

  it.each(SAME)('lets pass: %s | %s', (a, b) => {
    expect(reason(a, b)).toBeUndefined();
    expect(reason(b, a)).toBeUndefined();
  });

  it('never keeps a question apart from itself', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => reason(text, text) === undefined));
  });

  it('keeps apart any two numbers in the same sentence', () => {
    const pairs = fc.tuple(fc.nat(100_000), fc.nat(100_000)).filter(([a, b]) => a !== b);
    fc.assert(fc.property(pairs, ([a, b]) => reason(`Is the limit ${a} files?`, `Is the limit ${b} files?`) !== undefined));
  });

  it('says the same in both directions', () => {
    const sentence = fc.array(fc.constantFrom('how', 'why', 'not', 'from', 'Oracle', 'to', 'Postgres', '3', 'days', 'enable', 'is'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        sentence,
        sentence,
        (a, b) => (reason(a.join(' '), b.join(' ')) === undefined) === (reason(b.join(' '), a.join(' ')) === undefined),
      ),
    );
  });
});
