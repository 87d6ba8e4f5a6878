import { describe, expect, it } from 'vitest';
import { makeJapanesePdf, makePdf, makePlacedPdf } from '../pdf.fixture.js';
import { documentReader } from './document-reader.fixture.js';
import { readBy } from './read-document.fixture.js';

const { parse, reader } = documentReader();
const idle = new AbortController().signal;

describe('PDF', () => {
  it('reads the text of each page', async () => {
    const bytes = makePdf([['Daily snapshots are kept for 35 days.'], ['Weekly snapshots (full) are kept for', 'a year.']]);
    expect(await parse('application/pdf', bytes)).toMatchObject({
      pages: 2,
      blocks: [
        { text: 'Daily snapshots are kept for 35 days.', page: 1 },
        { text: 'Weekly snapshots (full) are kept for a year.', page: 2 },
      ],
    });
  });

  it('reads fonts in Japanese that the file names and does not hold', async () => {
    const line = '図書館は午前九時に開館します。';
    expect(await parse('application/pdf', makeJapanesePdf(line))).toMatchObject({ blocks: [{ text: line }] });
  });

  it('says where each line stands: from the top left corner, in points', async () => {
    const { text, blocks } = await readBy(
      reader,
      { bytes: makePdf([['First', 'second line']]), mediaType: 'application/pdf', name: 'file' },
      idle,
    );
    expect(text).toBe('First second line');
    // The page is 792 high; type of 12 stands on 720 and, a line of 14 lower, on 706.
    expect(blocks[0]?.lines?.map((line) => line.map(Math.round))).toEqual([
      [0, 5, 72, 62, expect.closeTo(24, -1), 12],
      [6, 17, 72, 76, expect.closeTo(60, -1), 12],
    ]);
  });

  it('reads columns one after the other, larger type as headings, and joins words that a line parted', async () => {
    const column = (x: number, words: string) =>
      Array.from({ length: 6 }, (_, at) => ({ x, y: 660 - at * 14, text: `${words} ${at} of a line` }));
    const lines = [
      { x: 72, y: 720, size: 20, text: 'Back-up plan' },
      ...column(72, 'Left side has line').flatMap((line, at) => [line, column(320, 'Right side has line')[at] as typeof line]),
      { x: 72, y: 576, text: 'A snap-' },
      { x: 72, y: 562, text: 'shot is well-' },
      { x: 72, y: 548, text: 'known; well-known it is.' },
    ];
    const { text, blocks } = await readBy(reader, { bytes: makePlacedPdf(lines), mediaType: 'application/pdf', name: 'file' }, idle);
    expect(new Set(blocks.map(({ heading }) => heading))).toEqual(new Set(['Back-up plan']));
    expect(text).toContain('Left side has line 4 of a line Left side has line 5 of a line');
    expect(text).toContain('Right side has line 0 of a line Right side has line 1 of a line');
    expect(text).toContain('A snapshot is well-known; well-known it is.');
  });

  it('reads a table row by row', async () => {
    const row = (y: number, cells: string[]) => cells.map((text, at) => ({ x: 72 + at * 120, y, text }));
    const lines = [
      ...row(700, ['Model', 'Tyre', 'Service']),
      ...row(686, ['Model 3', '120', '340']),
      ...row(672, ['Model Y', '140', '360']),
    ];
    const { text } = await readBy(reader, { bytes: makePlacedPdf(lines), mediaType: 'application/pdf', name: 'file' }, idle);
    expect(text).toBe('Model | Tyre | Service\nModel 3 | 120 | 340\nModel Y | 140 | 360');
  });

  it('reads a table whose rows stand apart and whose cells stand close, with nothing above its first column', async () => {
    const row = (y: number, [name = '', ...cells]: string[]) => [
      ...(name === '' ? [] : [{ x: 72, y, text: name }]),
      ...cells.map((text, at) => ({ x: 140 + at * 42, y, text })),
    ];
    const lines = [
      ...row(700, ['', 'Hut A', 'Hut B']),
      ...row(676, ['Stove', 'gas', 'wood']),
      ...row(652, ['Beds', '4', '12']),
      ...row(628, ['Key', '', '90']),
      { x: 72, y: 600, text: 'Both huts are closed in winter.' },
    ];
    const { blocks } = await parse('application/pdf', makePlacedPdf(lines));
    expect(blocks).toMatchObject([
      { text: '| Hut A | Hut B\nStove | gas | wood\nBeds | 4 | 12\nKey |  | 90', columns: '| Hut A | Hut B' },
      { text: 'Both huts are closed in winter.' },
    ]);
  });

  it('reads on in a cell of several lines', async () => {
    const lines = [
      { x: 72, y: 700, text: 'Error' },
      { x: 172, y: 700, text: 'What to do' },
      { x: 72, y: 680, text: 'E10' },
      { x: 172, y: 680, text: 'Open the tap, and clean' },
      { x: 172, y: 666, text: 'the sieve behind it' },
      { x: 72, y: 646, text: 'E18' },
      { x: 172, y: 646, text: 'Call the service' },
    ];
    const { text } = await readBy(reader, { bytes: makePlacedPdf(lines), mediaType: 'application/pdf', name: 'file' }, idle);
    expect(text).toBe('Error | What to do\nE10 | Open the tap, and clean the sieve behind it\nE18 | Call the service');
  });

  it('reads columns of prose that stand no farther apart than their type is large', async () => {
    const left = [
      'Who swims here in winter brings',
      'a towel, warm clothes, and one',
      'that waits on the shore. No one',
      'stays for longer than minutes.',
      'Then there is tea for everyone.',
    ];
    const right = [
      'All of us pay at the harbour in',
      'February; who pays later has to',
      'pay three euros more. The huts',
      'are locked in May, and the key',
      'is with the master in the house.',
    ];
    const lines = left.flatMap((text, at) => [
      { x: 72, y: 700 - at * 14, text },
      { x: 260, y: 700 - at * 14, text: right[at] as string },
    ]);
    const { text } = await readBy(reader, { bytes: makePlacedPdf(lines), mediaType: 'application/pdf', name: 'file' }, idle);
    expect(text).toBe(`${left.join(' ')}\n\n${right.join(' ')}`);
  });

  it('keeps the hyphen of a name and of what is left out, where a line ends on it', async () => {
    const { text } = await readBy(
      reader,
      { bytes: makePdf([['Ask Mrs. Anna-', 'Lena Vogt about the hin-', 'und Herweg.']]), mediaType: 'application/pdf', name: 'file' },
      idle,
    );
    expect(text).toBe('Ask Mrs. Anna-Lena Vogt about the hin- und Herweg.');
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
    [makePdf([[]]), /has no text, and none that could be read on its pages/],
  ])('refuses %#', async (bytes, why) => {
    await expect(parse('application/pdf', bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });

  it('refuses more pages than it reads', async () => {
    await expect(parse('application/pdf', makePdf(Array.from({ length: 2_001 }, () => ['x'])))).rejects.toThrow(/2001 pages; at most 2000/);
  });

  it('stops when the caller leaves', async () => {
    const leaving = new AbortController();
    const reading = readBy(reader, { bytes: makePdf([['text']]), mediaType: 'application/pdf', name: 'file' }, leaving.signal);
    leaving.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
