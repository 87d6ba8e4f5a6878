import { describe, expect, it } from 'vitest';
import { makePdf } from '../pdf.fixture.js';
import { markdownBlocks } from './markdown.policy.js';
import { ParserTable } from './parser-table.js';

const parsers = new ParserTable();
const idle = new AbortController().signal;
const parse = (type: Parameters<ParserTable['of']>[0], bytes: Uint8Array | string) =>
  parsers.of(type).parse(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'file', idle);

describe('plain text', () => {
  it('parts paragraphs and takes a byte order mark and Windows line ends', async () => {
    expect(await parse('text/plain', '\uFEFFone\r\nstill one\r\n\r\n  two  \n\n\n')).toEqual({
      pages: 0,
      blocks: [{ text: 'one\nstill one' }, { text: 'two' }],
    });
  });

  it.each([
    [new Uint8Array(), /is empty/],
    [Buffer.from(' \n\t'), /only white space/],
    [Buffer.from([0x66, 0xfc, 0x72]), /not UTF-8; save it as UTF-8/],
    [Buffer.from('a\0b'), /zero bytes/],
    [Buffer.from('%PDF-1.4 ...'), /media type application\/pdf/],
  ])('refuses %j', async (bytes, why) => {
    await expect(parse('text/plain', bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });
});

describe('markdown', () => {
  it('gives each block the headings above it', () => {
    const text = '---\ntitle: x\n---\nintro\n\n# Backups\n\n## Retention ##\nDaily: 35 days\n\n- a\n- b\n\n# **Restore**\ntext\n';
    expect(markdownBlocks(text)).toEqual([
      { text: 'intro' },
      { text: 'Daily: 35 days', heading: 'Backups > Retention' },
      { text: '- a\n- b', heading: 'Backups > Retention' },
      { text: 'text', heading: 'Restore' },
    ]);
  });

  it('leaves code whole: a # in a fence is no heading, nor is a shorter fence its end', () => {
    const code = '````sh\n# not a heading\n\n```\nstill code\n````';
    expect(markdownBlocks(`# Run\n${code}\nafter`)).toEqual([{ text: `${code}\nafter`, heading: 'Run' }]);
  });

  it('refuses headings without text', async () => {
    await expect(parse('text/markdown', '# Only\n## headings\n')).rejects.toThrow(/no text below them/);
  });
});

describe('PDF', () => {
  it('reads the text of each page', async () => {
    const bytes = makePdf([['Daily snapshots are kept for 35 days.'], ['Weekly snapshots (full) are kept for', 'a year.']]);
    expect(await parse('application/pdf', bytes)).toEqual({
      pages: 2,
      blocks: [
        { text: 'Daily snapshots are kept for 35 days.', page: 1 },
        { text: 'Weekly snapshots (full) are kept for a year.', page: 2 },
      ],
    });
  });

  it('leaves the sender its bytes', async () => {
    const bytes = makePdf([['text']]);
    const before = Buffer.from(bytes);
    await parse('application/pdf', bytes);
    expect(Buffer.from(bytes)).toEqual(before);
  });

  it.each([
    [new Uint8Array(), /is empty/],
    [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3]), /not a PDF: it has no %PDF- header/],
    [Buffer.from('%PDF-1.7\nrubbish'), /damaged PDF.*export it anew/],
    [makePdf([[]]), /no text layer.*OCR/],
  ])('refuses %#', async (bytes, why) => {
    await expect(parse('application/pdf', bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });

  it('refuses more pages than it reads', async () => {
    await expect(parse('application/pdf', makePdf(Array.from({ length: 2_001 }, () => ['x'])))).rejects.toThrow(/2001 pages; at most 2000/);
  });

  it('stops when the caller leaves', async () => {
    const leaving = new AbortController();
    const reading = parsers.of('application/pdf').parse(makePdf([['text']]), 'file', leaving.signal);
    leaving.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
