import type { SentenceCheck } from '@docmind/contracts';
import { expect, it } from 'vitest';
import { shownAnswer, withoutStatements } from './answer-parts.policy.js';

function supported(text: string, page?: number): SentenceCheck {
  const place = { documentId: 'd', documentName: 'lease-unit7.pdf', documentPath: 'leases/lease-unit7.pdf', chunkId: 'c' };
  const support = { ...place, start: 0, end: text.length, quote: text, ...(page === undefined ? {} : { page }) };
  return { text, status: 'supported', problems: [], support };
}

it.each([
  ['[lease-unit7.pdf]', undefined],
  ['[lease-unit7.pdf, page 1]', 1],
])('leaves out the label %s, which the number beside it says better', (label, page) => {
  const [first, second] = ['The lease ends on 31 May.', 'It may be renewed once.'];
  const { parts, quotes } = shownAnswer(`${first} ${label} ${second} ${label}`, [supported(first, page), supported(second, page)]);
  expect(parts.map(({ text, number }) => (number === undefined ? text : `${text} (${number})`)).join('')).toBe(
    `${first} (1) ${second} (2)`,
  );
  expect(quotes).toHaveLength(2);
});

it('keeps brackets that say something else', () => {
  const text = 'The lease ends on 31 May.';
  const { parts } = shownAnswer(`${text} [lease-unit8.pdf, page 1]`, [supported(text, 1)]);
  expect(parts.at(-1)?.text).toBe(' [lease-unit8.pdf, page 1]');
});

it('leaves out what both sides say where both are shown, and nothing else', () => {
  const side = (documentName: string, date: string, quote: string) => ({
    documentId: 'd',
    documentName,
    date,
    quote,
    dated: 'name' as const,
  });
  const statements = [side('rules-2025.md', '2025', 'Up to 150 euros.'), side('rules-2023.md', '2023', 'Up to 120 euros.')];
  const told = 'rules-2025.md (2025): "Up to 150 euros." rules-2023.md (2023): "Up to 120 euros."';
  expect(withoutStatements(`Up to 120 euros. The documents disagree. ${told}`, { statements })).toBe(
    'Up to 120 euros. The documents disagree.',
  );
  expect(withoutStatements(`${told} So it is.`, { statements })).toBe(`${told} So it is.`);
});
