import { until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { makePdf } from '../pdf.fixture.js';
import { drawPicture, makeScannedPdf, turnedPicture } from '../picture.fixture.js';
import { documentReader, readWith } from './document-reader.fixture.js';
import { DocumentReader } from './document-reader.js';
import { readBy } from './read-document.fixture.js';

const { parse, reader } = documentReader();
const idle = new AbortController().signal;
/** Of 1,000 x 400 pixels on 500 x 200 points. */
const letter = drawPicture(1_000, 400, [
  { x: 60, y: 110, text: 'Notice', size: 72 },
  { x: 60, y: 220, text: 'The canteen closes at 14:30 on Fridays.' },
  { x: 60, y: 270, text: 'Guests pay 9.50 at the till.' },
]);
const read = (bytes: Uint8Array, onPage: (page: unknown) => void = () => undefined) =>
  readBy(reader, { bytes, mediaType: 'application/pdf', name: 'scan.pdf' }, idle, { onPage });

/** Where a word stands. */
function boxOf({ text, blocks }: Awaited<ReturnType<typeof read>>, word: string): readonly number[] {
  const line = blocks.flatMap(({ lines = [] }) => lines).find(([from, to]) => text.slice(from, to).trim() === word) ?? [];
  return line.slice(2).map(Math.round);
}

describe('scanned PDFs', () => {
  it('are read by their pictures, with the places of words in points, page by page', async () => {
    const pages: unknown[] = [];
    const bytes = makeScannedPdf([
      { picture: letter, width: 500, height: 200 },
      { picture: letter, width: 500, height: 200, text: 'Scanned by an app' },
    ]);
    const found = await read(bytes, (page) => pages.push(page));
    expect(found).toMatchObject({ pages: 2, blocks: [{ heading: 'Notice', page: 1 }, { page: 2 }] });
    expect(found.text).toContain('The canteen closes at 14:30 on Fridays. Guests pay 9.50 at the till.');
    expect(pages).toEqual([
      { done: 0, total: 2 },
      { done: 1, total: 2 },
    ]);
    // In the picture the word begins at 60 and stands on 220, in type of 40.
    const [x = 0, y = 0, width = 0, height = 0] = boxOf(found, 'The');
    expect([Math.abs(x - 30) < 3, y < 96 && y > 80, y + height >= 109 && y + height < 120, width > 25 && width < 45]).toEqual(
      Array(4).fill(true),
    );
  });

  it('stand as they are shown: a page that says it is turned, and one that only lies so', async () => {
    const lying = turnedPicture(letter, 270);
    const shown = await read(makeScannedPdf([{ picture: lying, rotate: 90, width: 200, height: 500 }]));
    const upright = await read(makeScannedPdf([{ picture: letter, width: 500, height: 200 }]));
    const far = (left: readonly number[], right: readonly number[]) =>
      Math.max(...left.map((value, at) => Math.abs(value - (right[at] ?? 0))));
    expect(shown.text).toBe(upright.text);
    expect(far(boxOf(shown, 'canteen'), boxOf(upright, 'canteen'))).toBeLessThan(4);
    const asItLies = await read(makeScannedPdf([{ picture: lying, width: 200, height: 500 }]));
    expect(asItLies.text).toBe(upright.text);
    // What was from the left is from the bottom now.
    const [x = 0, y = 0, width = 0, height = 0] = boxOf(upright, 'canteen');
    expect(far(boxOf(asItLies, 'canteen'), [y, 500 - x - width, height, width])).toBeLessThan(5);
  });

  it('leave pages of text as they are, whatever pictures those show', async () => {
    const text = 'This page has its own text, which is more than a stamp that a scanner leaves.';
    const { blocks } = await parse('application/pdf', makeScannedPdf([{ picture: letter, width: 612, height: 200, text }]));
    expect(blocks).toMatchObject([{ text }]);
  });

  it('may have many large pages: each gives back what it was drawn on', async () => {
    const picture = drawPicture(2_480, 3_508, [{ x: 250, y: 460, text: 'The canteen closes at 14:30.', size: 117 }]);
    const { pages, text } = await read(makeScannedPdf(Array.from({ length: 6 }, () => ({ picture, width: 595, height: 842 }))));
    expect([pages, text.match(/closes at 14:30/g)?.length]).toEqual([6, 6]);
  });

  it('are refused with words where their pages show none, and where they are too many', async () => {
    const blank = makeScannedPdf([{ picture: drawPicture(300, 300, []), width: 300, height: 300 }]);
    await expect(read(blank)).rejects.toThrow(/has no text, and none that could be read on its pages/);
    const tiny = { picture: drawPicture(20, 20, []), width: 100, height: 100 };
    await expect(read(makeScannedPdf(Array.from({ length: 301 }, () => tiny)))).rejects.toThrow(/has more than 300 scanned pages/);
  });

  it('hold up nobody: a small text is read while two of them are at work or wait', async () => {
    const long = makeScannedPdf(Array.from({ length: 60 }, () => ({ picture: letter, width: 500, height: 200 })));
    const leaving = new AbortController();
    const begun: number[] = [];
    const ended: number[] = [];
    const scans = [0, 1].map((scan) =>
      readBy(reader, { bytes: long, mediaType: 'application/pdf', name: 'scan.pdf' }, leaving.signal, {
        onPage: () => void begun.push(scan),
      })
        .catch((error: unknown) => error)
        .finally(() => ended.push(scan)),
    );
    await until(() => begun.length > 0, 'a scan to be at work');
    expect((await parse('text/plain', 'small')).blocks).toEqual([{ text: 'small' }]);
    expect([new Set(begun).size, ended]).toEqual([1, []]);
    leaving.abort();
    expect(await Promise.all(scans)).toMatchObject([{ code: 'CANCELLED' }, { code: 'CANCELLED' }]);
  });

  it('are given up with words where they take too long in all', async () => {
    const slow = new DocumentReader({ limits: { documentTimeoutMs: 1 } });
    const bytes = makeScannedPdf([{ picture: letter, width: 500, height: 200 }]);
    await expect(readWith(slow, 'application/pdf', bytes)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/took longer than 0.001 s to read in all.*; send it in parts/),
    });
  });

  it('cost nothing where there is text alone', async () => {
    const pages: unknown[] = [];
    await read(makePdf([['Daily snapshots are kept for 35 days.'], []]), (page) => pages.push(page));
    expect(pages).toEqual([]);
  });
});
