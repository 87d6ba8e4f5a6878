import { expect, it } from 'vitest';
import { foldedLength } from './folded.policy.js';

it('shows what is not long as it is', () => {
  for (const text of ['', 'How long are snapshots kept?', 'word '.repeat(140), 'a line\n'.repeat(9)])
    expect(foldedLength(text)).toBe(text.length);
});

it('shows the beginning of what is long, in characters or in lines', () => {
  expect(foldedLength('x'.repeat(20_000))).toBe(600);
  expect(foldedLength('a line\n'.repeat(2_000))).toBe('a line\n'.length * 8 - 1);
});

it('cuts no character into two', () => {
  const text = `${'x'.repeat(599)}${'😀'.repeat(500)}`;
  expect(text.slice(0, foldedLength(text))).toBe('x'.repeat(599));
});
