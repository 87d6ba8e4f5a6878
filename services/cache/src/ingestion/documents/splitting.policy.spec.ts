import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextBlock } from './parsed-document.js';
import { embeddedText, estimateTokens, splitBlocks } from './splitting.policy.js';

const sentence = (at: number): string => `Sentence number ${at} says that the snapshot of the day is kept for a while.`;
const long = Array.from({ length: 60 }, (_, at) => sentence(at)).join(' ');

describe('splitBlocks', () => {
  it('keeps chunks within their size and cuts between sentences, which neighbours share', () => {
    const chunks = splitBlocks([{ text: long }]);
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) {
      expect(estimateTokens(chunk.text)).toBeLessThanOrEqual(200);
      expect(chunk.text).toMatch(/^Sentence.*while\.$/s);
    }
    const last = chunks[0]?.text.match(/Sentence number \d+/g)?.at(-1) ?? '-';
    expect(chunks[1]?.text.startsWith(last)).toBe(true);
  });

  it('never crosses a heading or a page', () => {
    const blocks: TextBlock[] = [
      { text: 'a', heading: 'One' },
      { text: 'b', heading: 'One' },
      { text: 'c', heading: 'Two' },
      { text: 'd', page: 1 },
      { text: 'e', page: 2 },
    ];
    expect(splitBlocks(blocks)).toEqual([
      { index: 0, text: 'a\n\nb', heading: 'One' },
      { index: 1, text: 'c', heading: 'Two' },
      { index: 2, text: 'd', page: 1 },
      { index: 3, text: 'e', page: 2 },
    ]);
  });

  it('cuts a sentence without an end, and a word without an end', () => {
    for (const text of ['cell | '.repeat(2_000), 'x'.repeat(10_000)]) {
      const chunks = splitBlocks([{ text }]);
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
        const chunks = splitBlocks(blocks);
        expect(splitBlocks(blocks)).toEqual(chunks);
        const found = new Set(chunks.flatMap(({ text }) => text.split(/\s+/)));
        for (const word of blocks.flatMap(({ text }) => text.split(/\s+/))) expect(word === '' || found.has(word)).toBe(true);
        expect(chunks.map(({ index }) => index)).toEqual(chunks.map((_, at) => at));
        expect(chunks.every(({ text }) => text.length > 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('embeddedText', () => {
  it('puts the heading before the text', () => {
    expect(embeddedText({ text: '35 days', heading: 'Backups > Retention' })).toBe('Backups > Retention\n35 days');
    expect(embeddedText({ text: '35 days' })).toBe('35 days');
  });
});
