import { deflateSync } from 'node:zlib';
import type { MediaType } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { drawPicture, inkShare, turnedPicture } from '../picture.fixture.js';
import { documentReader } from './document-reader.fixture.js';
import { readBy } from './read-document.fixture.js';

const { parse, reader } = documentReader();
const LETTER = [
  { x: 60, y: 110, text: 'Notice', size: 72 },
  { x: 60, y: 220, text: 'The canteen closes at 14:30 on Fridays.' },
  { x: 60, y: 270, text: 'Guests pay 9.50 at the till.' },
];
const CANTEEN = [
  { x: 60, y: 110, text: 'The canteen closes at 14:30 on Fridays.' },
  { x: 60, y: 160, text: 'Guests pay 9.50 at the till.' },
];
const letter = drawPicture(1_000, 340, LETTER);
const idle = new AbortController().signal;

/** Header of a PNG that claims a size, and nothing of what it would unpack to. */
function headerOfPng(width: number, height: number): Uint8Array {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const chunk = (name: string, data: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const rows = deflateSync(Buffer.alloc(1_000));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', size),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A TIFF of several pages of grey, without any packing. */
function makeTiff(pages: readonly { readonly width: number; readonly height: number; readonly grey: Uint8Array }[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('II*\0\0\0\0\0', 'latin1')];
  let at = 8;
  let link = 4;
  const whole = (): Buffer => Buffer.concat(parts);
  for (const { width, height, grey } of pages) {
    const entries = [
      [256, width],
      [257, height],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, at],
      [277, 1],
      [278, height],
      [279, grey.length],
    ] as const;
    parts.push(Buffer.from(grey));
    const start = at + grey.length;
    const folder = Buffer.alloc(2 + entries.length * 12 + 4);
    folder.writeUInt16LE(entries.length);
    entries.forEach(([tag, value], index) => {
      folder.writeUInt16LE(tag, 2 + index * 12);
      folder.writeUInt16LE(4, 4 + index * 12);
      folder.writeUInt32LE(1, 6 + index * 12);
      folder.writeUInt32LE(value, 10 + index * 12);
    });
    parts.push(folder);
    const joined = whole();
    joined.writeUInt32LE(start, link);
    parts.splice(0, parts.length, joined);
    at = joined.length;
    link = at - 4;
  }
  return whole();
}

function greyOf(texts: readonly { readonly x: number; readonly y: number; readonly text: string }[]) {
  const [width, height] = [800, 120];
  const { data } = drawPicture(width, height, texts).getContext('2d').getImageData(0, 0, width, height);
  return { width, height, grey: Uint8Array.from({ length: width * height }, (_, pixel) => data[pixel * 4] ?? 0) };
}

describe('pictures', () => {
  it.each([
    ['image/png', letter.toBuffer('image/png')],
    ['image/jpeg', letter.toBuffer('image/jpeg')],
    ['image/webp', letter.toBuffer('image/webp')],
  ] as const)('of %s are read: paragraphs, and larger type as headings', async (mediaType, bytes) => {
    expect(await parse(mediaType, bytes)).toMatchObject({
      pages: 1,
      blocks: [{ text: 'The canteen closes at 14:30 on Fridays. Guests pay 9.50 at the till.', heading: 'Notice', page: 1 }],
    });
  });

  it('says where each word stands, in pixels from the top left corner', async () => {
    const { text, blocks } = await readBy(reader, { bytes: letter.toBuffer('image/png'), mediaType: 'image/png', name: 'file' }, idle);
    const line = blocks[0]?.lines?.find(([from, to]) => text.slice(from, to).trim() === '14:30');
    const { x, width } = wordOf('The canteen closes at ', '14:30');
    const [, , left = 0, top = 0, wide = 0, high = 0] = line ?? [];
    expect([Math.abs(left - x) < 6, Math.abs(wide - width) < 8]).toEqual([true, true]);
    // Type of 40 on a baseline of 220: its digits reach from 191 to 220.
    expect([top <= 192, top > 170, top + high >= 219, top + high < 235]).toEqual([true, true, true, true]);
  });

  it('reads every page of a TIFF', async () => {
    const tiff = makeTiff([
      greyOf([{ x: 40, y: 70, text: 'The first page says seven.' }]),
      greyOf([{ x: 40, y: 70, text: 'The second says eleven.' }]),
    ]);
    const pages: unknown[] = [];
    const { blocks, text } = await readBy(reader, { bytes: tiff, mediaType: 'image/tiff', name: 'fax' }, idle, {
      onPage: (page) => void pages.push(page),
    });
    expect(blocks.map(({ start, end, page }) => [page, text.slice(start, end)])).toEqual([
      [1, 'The first page says seven.'],
      [2, 'The second says eleven.'],
    ]);
    expect(pages).toEqual([
      { done: 0, total: 2 },
      { done: 1, total: 2 },
    ]);
  });

  it('reads columns one after the other, and a table row by row', async () => {
    const column = (x: number, word: string) =>
      Array.from({ length: 6 }, (_, at) => ({ x, y: 80 + at * 36, size: 28, text: `${word} side has a line with words number ${at}` }));
    const table = [
      ['Model', 'Tyre', 'Service'],
      ['Model 3', '120', '340'],
      ['Model Y', '140', '360'],
    ].flatMap((cells, row) => cells.map((text, at) => ({ x: 60 + at * 300, y: 420 + row * 40, size: 28, text })));
    const picture = drawPicture(1_500, 560, [...column(60, 'Left'), ...column(800, 'Right'), ...table]);
    const { blocks } = await parse('image/png', picture.toBuffer('image/png'));
    const text = blocks.map((block) => block.text).join('\n');
    expect(text).toContain('Left side has a line with words number 4 Left side has a line with words number 5');
    expect(text).toContain('Right side has a line with words number 0 Right side has a line with words number 1');
    expect(text).toContain('Model | Tyre | Service\nModel 3 | 120 | 340\nModel Y | 140 | 360');
  });

  it('takes no grain for words', async () => {
    const noise = drawPicture(200, 200, []);
    const context = noise.getContext('2d');
    let state = 7;
    const next = (most: number): number => (state = (state * 48_271) % 2_147_483_647) % most;
    for (let at = 0; at < 1_000; at += 1) {
      context.fillStyle = `rgb(${next(255)}, ${next(255)}, ${next(255)})`;
      context.fillRect(next(200), next(200), next(9), next(9));
    }
    await expect(parse('image/png', noise.toBuffer('image/png'))).rejects.toThrow(/shows no text that could be read/);
  });

  it.each([
    ['on its side', 90],
    ['upside down', 180],
    ['on its other side', 270],
  ])('reads a page that lies %s, and marks its words where they are', async (_name, degrees) => {
    const page = turnedPicture(drawPicture(900, 300, CANTEEN), degrees);
    const { text, blocks } = await readBy(reader, { bytes: page.toBuffer('image/png'), mediaType: 'image/png', name: 'file' }, idle);
    expect(text).toBe('The canteen closes at 14:30 on Fridays. Guests pay 9.50 at the till.');
    const lines = blocks.flatMap((block) => block.lines ?? []);
    const [, , x = 0, y = 0, width = 0, height = 0] = lines.find(([from, to]) => text.slice(from, to).trim() === 'canteen') ?? [];
    expect(inkShare(page, { x, y, width, height })).toBeGreaterThan(0.1);
    expect(degrees === 180 ? width > height : height > width).toBe(true);
  });

  it.each([
    ['nothing', 'image/png', new Uint8Array(), /is empty/],
    ['no picture', 'image/png', Buffer.from('text'), /is no picture that can be read/],
    ['a blank', 'image/png', drawPicture(300, 200, []).toBuffer('image/png'), /shows no text that could be read.*send a sharper picture/],
    ['half of one', 'image/jpeg', letter.toBuffer('image/jpeg').subarray(0, 300), /is no picture|is damaged/],
    ['30,000 x 30,000 pixels in 100 bytes', 'image/png', headerOfPng(30_000, 30_000), /30000 x 30000 pixels; at most 40 million are taken/],
  ] as const)('refuses %s', async (_name, mediaType: MediaType, bytes, why) => {
    await expect(parse(mediaType, bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(why) });
  });
});

function wordOf(before: string, word: string): { x: number; width: number } {
  const context = drawPicture(10, 10, [{ x: 0, y: 5, text: ' ' }]).getContext('2d');
  return { x: 60 + context.measureText(before).width, width: context.measureText(word).width };
}
