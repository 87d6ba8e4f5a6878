import { describe, expect, it } from 'vitest';
import { passage } from '../grounding/passages.fixture.js';
import { answerPrompt, chatPrompt, cutToTokens, fitPassages, wholeSentences, withoutPassageNumbers } from './prompt.policy.js';

describe('fitPassages', () => {
  const passages = ['one', 'two', 'three'].map((text) => passage(text));
  it('takes the best that fit', () => {
    expect(fitPassages(passages, [50, 60, 30], 100).map((kept) => kept.text)).toEqual(['one', 'three']);
  });
  it('cuts the first rather than sending none', () => {
    const long = passage('First sentence here. Second sentence here. Third sentence here. Fourth sentence here.');
    const [kept] = fitPassages([long], [20], 12);
    expect(kept?.text).toBe('First sentence here. Second sentence here.');
  });
  it('estimates where a count is missing', () => {
    expect(fitPassages([passage('x'.repeat(3_000))], [], 100)[0]?.text.length).toBeLessThanOrEqual(300);
  });
});

describe('cutToTokens', () => {
  it('cuts at a word where no sentence ends', () => {
    expect(cutToTokens('alpha beta gamma delta', 10, 5)).toBe('alpha beta');
    expect(cutToTokens('short', 2, 5)).toBe('short');
  });
});

describe('prompts', () => {
  it('numbers the passages and puts the question last', () => {
    const [system, user] = answerPrompt(
      'Why?',
      [passage('Because.', { heading: 'Reasons' })],
      [{ role: 'system', content: 'Answer in English.' }],
    );
    expect(system?.content).toMatch(/Answer in English\.$/);
    expect(user?.content).toBe('Passages:\n[1] backups.md, Reasons:\nBecause.\n\nQuestion: Why?\nAnswer:');
  });
  it('shows the turns that a question leans on before its passages, a long one cut', () => {
    const turns = [
      { role: 'user' as const, content: 'word '.repeat(10_000) },
      { role: 'assistant' as const, content: 'It was 2019.' },
    ];
    const [, long, answer, asked] = answerPrompt('And then?', [passage('Because.')], turns, 400);
    expect(long?.content.length).toBeLessThan(400);
    expect(answer?.content).toBe('It was 2019.');
    expect(asked?.content).toMatch(/^Passages:/);
  });

  it('keeps the newest turns that fit and the caller’s system prompt', () => {
    const conversation = [
      { role: 'system' as const, content: 'Be terse.' },
      { role: 'user' as const, content: 'x'.repeat(600) },
      { role: 'assistant' as const, content: 'yes' },
    ];
    expect(chatPrompt('And?', conversation, 100)).toEqual([
      { role: 'system', content: 'Be terse.' },
      { role: 'user', content: expect.stringMatching(/^x{200,300}$/) as string },
      { role: 'assistant', content: 'yes' },
      { role: 'user', content: 'And?' },
    ]);
  });
  it('drops the half sentence that a length limit leaves', () => {
    expect(wholeSentences('It is 35 days. It was')).toBe('It is 35 days.');
    expect(wholeSentences('It is 3')).toBe('');
  });
  it('drops the numbers of passages that the model copies', () => {
    expect(withoutPassageNumbers('It is 35 days [1] [Passage 2]. See [abc], item [123].')).toBe('It is 35 days. See [abc], item [123].');
  });
});
