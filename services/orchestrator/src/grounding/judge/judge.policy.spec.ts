import { describe, expect, it } from 'vitest';
import { passage } from '../passages.fixture.js';
import { candidatesOf } from '../evidence/candidates.policy.js';
import { judgedOf } from '../evidence/judged-text.policy.js';
import { judgePrompt, oddsOf } from './judge.policy.js';

const choice = (text: string, chance: number) => ({ text, logprob: Math.log(chance) });

describe("a judge's word", () => {
  it('is a chance where the engine tells it, however the word is written', () => {
    expect(oddsOf({ content: 'Yes', firstToken: [choice('Yes', 0.6), choice(' yes', 0.2), choice('no', 0.2)] })).toBeCloseTo(
      Math.log(4),
      3,
    );
    expect(oddsOf({ content: 'no', firstToken: [choice('no', 1)] })).toBe(-8);
    expect(oddsOf({ content: 'The', firstToken: [choice('The', 0.97), choice('yes', 0.01)] })).toBeUndefined();
  });

  it('is taken as a word where it does not', () => {
    expect([oddsOf({ content: ' Yes.' }), oddsOf({ content: 'no' }), oddsOf({ content: 'The text' })]).toEqual([3, -3, undefined]);
  });
});

describe('what a judge reads', () => {
  it('is the sentence under its document and heading, with the end of what stands before it', () => {
    const before = `${'word '.repeat(60)}it is heated.`;
    const [, second] = candidatesOf([passage(`${before} It opens at 7.`, { heading: 'Pool', documentName: 'house-rules.md' })]);
    if (!second) throw new Error('no second sentence');
    const { title, text } = judgedOf('When does the pool open?', second);
    expect(title).toBe('house rules, Pool');
    expect(text).toMatch(/^word .*it is heated\. It opens at 7\.$/u);
    expect(text.length).toBeLessThan(190);
  });

  it('comes after examples that an engine need read only once, and is bounded', () => {
    const long = judgedOf('why '.repeat(1_000), { ...candidatesOf([passage('x '.repeat(5_000))])[0] } as never);
    const [first, second] = [judgePrompt(long), judgePrompt({ question: 'Who?', title: 'a', text: 'b' })];
    expect(first.slice(0, -1)).toEqual(second.slice(0, -1));
    expect(String(first.at(-1)?.content).length).toBeLessThan(1_500);
  });
});
