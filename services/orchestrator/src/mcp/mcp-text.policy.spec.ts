import { describe, expect, it } from 'vitest';
import { joinedText } from './mcp-text.policy.js';

const placed = (text: string, start: number) => ({ text, place: { start, end: start + text.length } });

describe('passages as one text', () => {
  it('have what two share once, and what only looks the same as often as it stands there', () => {
    const shared = 'Kept for 35 days.';
    expect(joinedText([placed(`One. ${shared}`, 0), placed(`${shared} Two.`, 5)])).toBe(`One. ${shared}\n\nTwo.`);
    expect(joinedText([placed(shared, 0), placed(shared, 40)])).toBe(`${shared}\n\n${shared}`);
  });

  it('stand one below the other where they were kept without their places', () => {
    expect(joinedText([{ text: 'One.' }, placed('Two.', 0), { text: 'Three.' }])).toBe('One.\n\nTwo.\n\nThree.');
  });
});
