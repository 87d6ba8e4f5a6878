import { describe, expect, it } from 'vitest';
import { type Block, blocksOf, cut } from './blocks.policy.js';

const plain = (blocks: readonly Block[]) =>
  blocks.map((block) =>
    block.kind === 'table' ? block.rows.map((row) => row.map(({ text }) => text)) : `${block.kind}: ${block.run.text}`,
  );

/** Each run's text stands where it says. */
function misplaced(text: string, blocks: readonly Block[]) {
  const runs = blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : [block.run]));
  return runs.filter((run) => text.slice(run.start, run.start + run.text.length) !== run.text);
}

describe('blocksOf', () => {
  it('shows headings, points, tables and lines', () => {
    const text = '# Prices\n\n| Job | Price |\n|:---|---:|\n| Tyre | 120 |\n\n- one\n1. two\nA line.';
    const blocks = blocksOf(text);
    expect(plain(blocks)).toEqual([
      'heading: Prices',
      [
        ['Job', 'Price'],
        ['Tyre', '120'],
      ],
      'item: one',
      'item: 1. two',
      'line: A line.',
    ]);
    expect(misplaced(text, blocks)).toEqual([]);
  });

  it('shows a table as a reader of workbooks, Word or HTML wrote it down', () => {
    const text = 'Sheet 1\nPart | Qty | Note\nC-9 | 220\n\nD-1 |  | none';
    const blocks = blocksOf(text);
    expect(plain(blocks)).toEqual([
      'line: Sheet 1',
      [
        ['Part', 'Qty', 'Note'],
        ['C-9', '220'],
      ],
      [['D-1', '', 'none']],
    ]);
    expect(misplaced(text, blocks)).toEqual([]);
  });

  it.each([
    [
      'Part,Qty\n"Bolt, M10",220\n',
      [
        ['Part', 'Qty'],
        ['Bolt, M10', '220'],
      ],
    ],
    [
      'Part;Qty\n1,5;220',
      [
        ['Part', 'Qty'],
        ['1,5', '220'],
      ],
    ],
    [
      'Part\tQty\nC-9\t220',
      [
        ['Part', 'Qty'],
        ['C-9', '220'],
      ],
    ],
  ])('shows every line of a separated file as a row: %j', (text, rows) => {
    const blocks = blocksOf(text, 'separated');
    expect(plain(blocks)).toEqual([rows]);
    expect(misplaced(text, blocks)).toEqual([]);
  });

  it('keeps the lines of code', () => {
    expect(plain(blocksOf('# x | y\n\n  a = 1', 'code'))).toEqual(['line: # x | y', 'line: ', 'line:   a = 1']);
  });

  it('marks what is quoted in whatever cell it stands', () => {
    const text = 'Part,Qty\nC-9,220';
    const [table] = blocksOf(text, 'separated');
    const mark = { start: text.indexOf('C-9'), end: text.length };
    const cells = table?.kind === 'table' ? table.rows.flat().map((cell) => cut(cell, mark)[1]) : [];
    expect(cells).toEqual(['', '', 'C-9', '220']);
  });
});
