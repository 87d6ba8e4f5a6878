import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forbiddenBy, type GuardName } from './guards.policy.js';
import { factsOf } from './question-facts.policy.js';
import { FORBIDDEN } from './forbidden-pairs.fixture.js';

const guardOf = (a: string, b: string): GuardName | undefined => forbiddenBy(factsOf(a), factsOf(b))?.guard;

const ALLOWED: readonly (readonly [string, string])[] = [
  ['How long are daily snapshots kept?', 'For how many days are daily snapshots kept?'],
  ['How long are daily snapshots kept?', 'How much time are daily snapshots kept?'],
  ['How long are daily snapshots kept?', 'how long do we keep daily snapshots'],
  ['What is the refund policy?', "What's the refund policy"],
  ['Is the limit 1,000 files?', 'Is the limit 1000 files?'],
  ['Is the limit three files?', 'Is the limit 3 files?'],
  ['Is the limit twenty-five files?', 'Is the limit 25 files?'],
  ['Is the limit two hundred files?', 'Is the limit 200 files?'],
  ['Is the limit 30k files?', 'Is the limit 30,000 files?'],
  ['Is the limit 5GB?', 'Is the limit 5 gigabytes?'],
  ['Does it cost $50?', 'Does it cost 50 dollars?'],
  ['Does it cost $1.50?', 'Does it cost $1.5?'],
  ['What is the 3rd step?', 'What is the third step?'],
  ['What changed in v2.1?', 'What changed in 2.1?'],
  ['Which regions are there?', 'What regions are there?'],
  ['How do I restore a file?', 'How can I restore a file?'],
  ['How do I restore a file?', 'What is the best way to restore a file?'],
  ['How do I restore a file?', 'How should I restore a file?'],
  ['How do I restore a file?', 'What can I do to restore a file?'],
  ['How do I restore a file?', 'How can a file be restored?'],
  ['How do I restore a file?', 'Could you tell me how I restore a file?'],
  ['Can I restore a file?', 'Is it possible to restore a file?'],
  ['Does it support IPv6?', 'Can it support IPv6?'],
  ['What happened in March?', 'What happened in Mar?'],
  ['Can I not restore it?', "Can't I restore it?"],
  ['Do you know if it is kept or not?', 'Do you know if it is kept?'],
  ['What is the best plan?', 'What is a good plan?'],
  ['Who leads support in Paris?', 'who leads support in paris'],
  ['How do I secure WordPress?', 'How do I secure wordpress?'],
  ['How do I sort in C++?', 'How can I sort in c++?'],
  ['What is the difference between Aikido and Judo?', 'What is the difference between Judo and Aikido?'],
  ['Does Alice manage Bob?', 'Is Bob managed by Alice?'],
  ['How do I clean my ears?', 'How do you clean your ears?'],
  ["Who is the project's sponsor?", 'Who is the sponsor of the project?'],
  ['How long does the trial period last?', 'How long is the trial period?'],
  ['Who is the manager of Alice?', 'Who is the manager for Alice?'],
  ['What can I download?', 'What can I download from the site?'],
  ['Is -10 °C too cold?', 'Is minus 10 °C too cold?'],
  ['What does  = mean?', 'What does = mean?'],
  ['Who are our customers?', 'Who are my customers?'],
  ['Is it only for members?', 'Is it just only for members?'],
  ['Who is maintaining the well?', 'Who maintains the well?'],
  ['Who signed the lease?', 'Who has signed the lease?'],
  ['Has the ferry left?', 'Did the ferry leave?'],
  ['Who won the regatta?', 'Who was the winner of the regatta?'],
  ['Which people sing in the choir?', 'What people sing in a choir?'],
  ['What is the phone number of the clinic?', "What is the clinic's telephone number?"],
  ['What is the cellphone number of Ada Lund?', 'What is the mobile number of Ada Lund?'],
  ['What is the price of the ticket?', 'What is the fee for the ticket?'],
  ["What is Ada Lund's address?", 'What is the address of Ada Lund?'],
  ["What did Ada's tutor send?", 'What did the tutor of Ada send?'],
];

const ROWS = Object.entries(FORBIDDEN).flatMap(([guard, pairs]) => pairs.map(([a, b]) => [a, b, guard] as const));

describe('guards', () => {
  it('has a table of at least 150 cases', () => expect(ROWS.length + ALLOWED.length).toBeGreaterThanOrEqual(150));

  it.each(ROWS)('keeps apart: %s | %s (%s)', (a, b, guard) => {
    expect(guardOf(a, b)).toBe(guard);
    expect(guardOf(b, a)).toBe(guard);
  });

  it.each(ALLOWED)('lets pass: %s | %s', (a, b) => {
    expect(forbiddenBy(factsOf(a), factsOf(b))).toBeUndefined();
    expect(forbiddenBy(factsOf(b), factsOf(a))).toBeUndefined();
  });

  it('says what differs', () => {
    expect(forbiddenBy(factsOf('Is the limit 5 GB?'), factsOf('Is the limit 5 MB?'))?.reason).toBe('numbers differ: 5 gb against 5 mb');
    expect(forbiddenBy(factsOf('Who leads in Paris?'), factsOf('Who leads in Lyon?'))?.reason).toContain('lyon, paris');
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 120 });
const sentence = fc
  .array(
    fc.constantFrom(
      ...'how why what is can not without from to into by before after than and or Oracle Postgres C++ C 3 5 GB three days $ enable disable daily best more unsafe safe "x" getUser he she in March did should ?'.split(
        ' ',
      ),
    ),
    { maxLength: 10 },
  )
  .map((words) => words.join(' '));

describe('guards on any text', () => {
  it('never keep a question apart from itself', () => {
    fc.assert(fc.property(fc.oneof(anyText, sentence), (text) => guardOf(text, text) === undefined));
  });

  it('say the same in both directions, and the same again', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, sentence), fc.oneof(anyText, sentence), (a, b) => {
        const first = guardOf(a, b);
        return first === guardOf(b, a) && first === guardOf(a, b);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keep apart any two numbers in the same sentence', () => {
    const pairs = fc.tuple(fc.nat(100_000), fc.nat(100_000)).filter(([a, b]) => a !== b);
    fc.assert(fc.property(pairs, ([a, b]) => guardOf(`Is the limit ${a} files?`, `Is the limit ${b} files?`) === 'numbers'));
  });

  it('keep apart a sentence and the same with a "not" in it', () => {
    const subject = fc.constantFrom('the backup', 'a snapshot', 'our plan', 'this port');
    const state = fc.constantFrom('open', 'kept', 'encrypted', 'included');
    fc.assert(fc.property(subject, state, (what, how) => guardOf(`Is ${what} ${how}?`, `Is ${what} not ${how}?`) === 'negation'));
  });
});
