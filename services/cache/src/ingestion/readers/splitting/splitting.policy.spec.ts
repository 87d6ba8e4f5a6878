import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unspacedLetter } from '@docmind/language';
import { embeddedText } from '../../documents/chunk-text.policy.js';
import type { ParsedDocument, TextBlock } from '../../documents/parsed-document.js';
import * as splitting from './splitting.policy.mjs';

const splitDocument = (document: Pick<ParsedDocument, 'text' | 'blocks'>) => splitting.splitDocument(document, unspacedLetter);
const estimateTokens = (text: string) => splitting.estimateTokens(text, unspacedLetter);

const sentence = (at: number): string => `Sentence number ${at} says that the snapshot of the day is kept for a while.`;
const long = Array.from({ length: 60 }, (_, at) => sentence(at)).join(' ');

type Written = Omit<TextBlock, 'start' | 'end'> & { readonly text: string };

/** Blocks one after another, as a reader writes them down. */
function documentOf(written: readonly Written[]): Pick<ParsedDocument, 'text' | 'blocks'> {
  let text = '';
  const blocks = written.map(({ text: words, ...place }) => {
    const start = text.length;
    text += `${words}\n\n`;
    return { ...place, start, end: start + words.length };
  });
  return { text, blocks };
}

describe('splitDocument', () => {
  it('keeps chunks within their size and cuts between sentences, which neighbours share', () => {
    const chunks = splitDocument(documentOf([{ text: long }]));
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) {
      expect(estimateTokens(chunk.text)).toBeLessThanOrEqual(200);
      expect(chunk.text).toMatch(/^Sentence.*while\.$/s);
    }
    const last = chunks[0]?.text.match(/Sentence number \d+/g)?.at(-1) ?? '-';
    expect(chunks[1]?.text.startsWith(last)).toBe(true);
  });

  it('never crosses a heading or a page', () => {
    const blocks: Written[] = [
      { text: 'a', heading: 'One' },
      { text: 'b', heading: 'One' },
      { text: 'c', heading: 'Two' },
      { text: 'd', page: 1 },
      { text: 'e', page: 2 },
    ];
    expect(splitDocument(documentOf(blocks))).toEqual([
      { index: 0, text: 'a\n\nb', start: 0, end: 4, heading: 'One' },
      { index: 1, text: 'c', start: 6, end: 7, heading: 'Two' },
      { index: 2, text: 'd', start: 9, end: 10, page: 1 },
      { index: 3, text: 'e', start: 12, end: 13, page: 2 },
    ]);
  });

  it('cuts a sentence without an end, and a word without an end', () => {
    for (const text of ['cell | '.repeat(2_000), 'x'.repeat(10_000)]) {
      const chunks = splitDocument(documentOf([{ text }]));
      expect(chunks.length).toBeGreaterThan(1);
      for (const chunk of chunks) expect(estimateTokens(chunk.text)).toBeLessThanOrEqual(200);
    }
  });

  it('loses no word and always gives the same', () => {
    const block = fc.record({
      text: fc.lorem({ mode: 'sentences', maxCount: 40 }),
      heading: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const chunks = splitDocument(documentOf(blocks));
        expect(splitDocument(documentOf(blocks))).toEqual(chunks);
        const { text: whole } = documentOf(blocks);
        expect(chunks.every(({ start, end, text }) => whole.slice(start, end) === text)).toBe(true);
        const found = new Set(chunks.flatMap(({ text }) => text.split(/\s+/)));
        for (const word of blocks.flatMap(({ text }) => text.split(/\s+/))) expect(word === '' || found.has(word)).toBe(true);
        expect(chunks.map(({ index }) => index)).toEqual(chunks.map((_, at) => at));
        expect(chunks.every(({ text }) => text.length > 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('sentencesOf', () => {
  it('cuts a long text where the segmenter cuts the whole', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
    const piece = fc.constantFrom(
      'It is kept. ',
      'And? ',
      'no end, ',
      'Version 1. 5 of it. ',
      '最後。',
      'e.g. this ',
      'line\n',
      '"So." ',
      'J. R. ',
      '... ',
      '\r\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 300, maxLength: 1_500 }), (pieces) => {
        const text = `${pieces.join('')}\n`;
        expect([...splitting.sentencesOf(text)]).toEqual([...segmenter.segment(text)].map(({ segment }) => segment));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a table', () => {
  it('is cut between rows, and its later parts stand under the names of its columns', () => {
    const rows = Array.from({ length: 80 }, (_, at) => `Model ${at} | ${at * 10} | ${at * 20}`);
    const columns = 'Model | Tyre change | Service';
    const chunks = splitDocument(documentOf([{ text: [columns, ...rows].join('\n'), heading: 'Prices', columns }]));
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.map(({ heading }) => heading)).toEqual(['Prices', ...Array(chunks.length - 1).fill(`Prices > ${columns}`)]);
    for (const { text } of chunks) for (const line of text.split('\n')) expect([columns, ...rows]).toContain(line);
  });
});

describe('embeddedText', () => {
  it('puts the heading before the text', () => {
    expect(embeddedText({ text: '35 days', heading: 'Backups > Retention' })).toBe('Backups > Retention\n35 days');
    expect(embeddedText({ text: '35 days' })).toBe('35 days');
  });
});
