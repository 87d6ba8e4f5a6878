// What a hostile caller uploads, each as large as the door takes it, and large honest documents, which must be read all the same.
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import { makeDocuments } from '../lib/load/documents.mjs';
import { makePackedTwice, makePng, makeScan, makeZip } from './archives.mjs';

const MB = 1_000_000;
const PAGE_300_DPI = { width: 2_480, height: 3_508 };
const filled = (bytes, text) => Buffer.alloc(bytes, text);

const OFFICE = { word: 'word/document.xml', xl: 'xl/sharedStrings.xml' };
const xml = (name, bytes) => [name, filled(bytes, '<w:p><w:r><w:t>a word</w:t></w:r></w:p>')];
const docx = (...parts) => makeZip([['[Content_Types].xml', Buffer.from('<Types/>')], ...parts]);
const scanOf = (pages, image, size = PAGE_300_DPI) => makeScan(pages, { ...size, image });

/** `[file name, bytes]`, a group a kind. Made when they are needed: together they would be half a gigabyte. */
export const HOSTILE = {
  pdf: [
    ['twice-500.pdf', () => makePackedTwice(filled(500 * MB, ' '))],
    ['twice-1000.pdf', () => makePackedTwice(filled(1_000 * MB, ' '))],
    ['shown-text.pdf', () => makePackedTwice(filled(150 * MB, 'BT (word) Tj ET '))],
    ['pixels.pdf', () => scanOf(8, blank(6_300, 6_300), { width: 6_300, height: 6_300 })],
    ['beyond-pixels.pdf', () => scanOf(2, blank(20_000, 10_000), { width: 20_000, height: 10_000 })],
  ],
  archive: [
    ['one-part.docx', () => docx(xml(OFFICE.word, 99 * MB))],
    ['too-much.docx', () => docx(xml(OFFICE.word, 300 * MB))],
    ['many-parts.docx', () => docx(xml(OFFICE.word, 1_000), ...manyParts(4_990))],
    ['strings.xlsx', () => docx([OFFICE.xl, filled(99 * MB, '<si><t>a word</t></si>')], ['xl/workbook.xml', Buffer.from('<workbook/>')])],
    ['below-the-ratio.docx', () => docx(xml(OFFICE.word, 60 * MB), ['word/media/a.bin', noise(2 * MB)])],
  ],
  text: [
    ['one-word.txt', () => filled(32 * MB, 'x')],
    ['empty-lines.txt', () => filled(32 * MB, ' \n')],
    ['headings.md', () => filled(32 * MB, '# a\n')],
    ['nested.json', () => filled(32 * MB, '[')],
    ['numbers.json', () => Buffer.concat([Buffer.from('[0'), filled(32 * MB, ',1'), Buffer.from(']')])],
    ['wide.csv', () => filled(32 * MB, 'a,')],
    ['rows.html', () => filled(32 * MB, '<table><tr><td>cell<td><p>other')],
    ['nested.html', () => filled(32 * MB, '<div>')],
    ['parts.eml', () => mail(32 * MB)],
    ['groups.rtf', () => Buffer.concat([Buffer.from('{\\rtf1 '), filled(32 * MB, '{a')])],
  ],
  picture: [
    ['pixels.png', () => makePng(6_300, 6_300)],
    ['beyond-pixels.png', () => makePng(20_000, 10_000)],
    ['claimed.png', () => claimed()],
  ],
};

/** Each with words that its text must hold. */
export const HONEST = [
  ['scanned.pdf', () => scannedLetters(24), 'canteen closes'],
  ['book.md', () => book(4 * MB), 'report 7'],
];

const blank = (width, height) => ['/Filter /FlateDecode', deflateSync(Buffer.alloc(width * height * 3, 255), { level: 6 })];
const manyParts = (count) => Array.from({ length: count }, (_part, at) => [`word/media/${at}.xml`, SMALL_PART]);
const SMALL_PART = filled(18_000, '<a/>');

/** Bytes that no packer makes smaller. */
function noise(bytes) {
  const data = Buffer.alloc(bytes);
  let state = 1;
  for (let at = 0; at < bytes; at += 1) data[at] = (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
  return data;
}

function mail(bytes) {
  const head = 'From: a@example.com\r\nSubject: parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  return Buffer.concat([Buffer.from(head), filled(bytes, '--b\r\nContent-Type: text/plain\r\n\r\nword\r\n')]);
}

/** Its head says that it has ten thousand million pixels. */
function claimed() {
  const png = makePng(10, 10);
  png.writeUInt32BE(100_000, 16);
  png.writeUInt32BE(100_000, 20);
  return png;
}

/** As an office's scanner sends it: A4 in colour at 300 dpi, each page a JPEG. */
function scannedLetters(pages) {
  const { createCanvas } = createRequire(new URL('../../services/cache/package.json', import.meta.url))('@napi-rs/canvas');
  const canvas = createCanvas(PAGE_300_DPI.width, PAGE_300_DPI.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fdf6e3';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#203040';
  context.font = '64px sans-serif';
  for (let line = 0; line < 30; line += 1) context.fillText(`The canteen closes at 14:30 on day ${line}.`, 250, 400 + line * 100);
  return scanOf(pages, ['/Filter /DCTDecode', canvas.toBuffer('image/jpeg', 90)]);
}

function book(bytes) {
  const chapters = makeDocuments(400).map(({ text }) => text);
  let text = '';
  for (let at = 0; text.length < bytes; at += 1) text += `\n\n${chapters[at % chapters.length]}`;
  return Buffer.from(text);
}
