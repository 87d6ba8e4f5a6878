import { describe, expect, it } from 'vitest';
import { factsOf } from './question-facts.policy.js';

describe('what a question asks for', () => {
  it.each([
    ['How long is it kept?', 'how long'],
    ['For how many days is it kept?', 'how long'],
    ['How much time does it take?', 'how long'],
    ['How many files are there?', 'how many'],
    ['How do I restore?', 'how to'],
    ['How can we restore?', 'how to'],
    ['How does a restore work?', 'how do'],
    ['How come it failed?', 'why'],
    ['Why did it fail?', 'why'],
    ['Which plan is it?', 'what'],
    ['What if it fails?', 'what if'],
    ['Whom do I ask?', 'who'],
    ['Can I restore?', 'whether can'],
    ['Is it kept?', 'whether be'],
    ['Explain why it failed', 'explain why'],
    ['List the plans', 'list'],
    ['The retention of snapshots', 'statement'],
    ['It can fail', 'statement can'],
  ])('%s -> %s', (text, type) => expect(factsOf(text).type).toBe(type));

  it('keeps the unit that is asked for', () => {
    expect(factsOf('For how many days is it kept?').askedUnit).toBe('day');
    expect(factsOf('How long is it kept?').askedUnit).toBeUndefined();
    expect(factsOf('How many plans are there?').askedUnit).toBeUndefined();
  });
});
