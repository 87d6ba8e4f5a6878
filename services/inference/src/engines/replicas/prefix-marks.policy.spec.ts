import { describe, expect, it } from 'vitest';
import { prefixMarks } from './prefix-marks.policy.js';

const said = (...contents: string[]) => contents.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }));

describe('prefixMarks', () => {
  it('gives a conversation’s next turn all marks of this one', () => {
    const first = prefixMarks(said('Who are you?'));
    const second = prefixMarks(said('Who are you?', 'A model.', 'Which one?'));
    expect(second.slice(0, 1)).toEqual(first);
    expect(second).toHaveLength(3);
  });

  it('has marks in common for prompts that begin alike, and tells how long', () => {
    const document = 'The warranty of a disk is five years. '.repeat(100);
    const [one, other] = [prefixMarks(said(`${document}How long?`)), prefixMarks(said(`${document}Which part?`))];
    const common = one.filter(({ hash }) => other.some((mark) => mark.hash === hash));
    expect(common.at(-1)?.tokens).toBe((Math.floor(document.length / 512) * 512) / 4);
  });

  it('tells messages from their texts in one, and roles', () => {
    const last = (messages: { role: string; content: string }[]) => prefixMarks(messages).at(-1)?.hash;
    expect(last(said('ab', 'c', 'd'))).not.toBe(last(said('a', 'bc', 'd')));
    expect(last([{ role: 'user', content: 'a' }])).not.toBe(last([{ role: 'system', content: 'a' }]));
  });

  it('reads only so much of a prompt', () => {
    expect(prefixMarks(said('x'.repeat(1_000_000)))).toHaveLength(128);
    expect(prefixMarks(said(...Array.from({ length: 2_000 }, () => 'x')))).toHaveLength(256);
  });
});
