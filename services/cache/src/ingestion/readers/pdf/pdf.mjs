import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getDocumentProxy } from 'unpdf';
import { Refusal } from '../document/refusal.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { writePages } from '../page/write-pages.mjs';
import { canvases, recognisedPages, scansIn } from './scanned-pages.mjs';

/** Readers accept some bytes before the header; so does the standard's own advice. */
const HEADER_WITHIN = 1_024;
/** Which characters the codes of fonts are that a PDF names and doesn't hold, as older ones in Chinese, Japanese and Korean do. The build copies them here. */
const BUILT_CMAPS = new URL('./cmaps/', import.meta.url);
const CMAPS = existsSync(BUILT_CMAPS) ? BUILT_CMAPS : new URL('cmaps/', import.meta.resolve('pdfjs-dist/package.json'));

/** The text of a PDF in reading order, with where it stands on its pages; of scanned pages, which have none, what is recognised on them. */
export async function read(bytes, limits, options) {
  if (bytes.length === 0) throw new Refusal('is empty; send a PDF with text in it');
  if (!Buffer.from(bytes.subarray(0, HEADER_WITHIN)).includes('%PDF-')) {
    throw new Refusal('is not a PDF: it has no %PDF- header; send a PDF, or name the media type that it has');
  }
  const document = await open(bytes, limits, options.mayRecognise ? await canvases() : {});
  try {
    return await written(document, limits, options);
  } finally {
    await document.destroy();
  }
}

async function written(document, limits, { languages, mayRecognise, tell }) {
  if (document.numPages > limits.maxPages) {
    throw new Refusal(`has ${document.numPages} pages; at most ${limits.maxPages} are taken, so send it in parts`);
  }
  const [pages, labels] = [await pagesOf(document, limits), (await document.getPageLabels()) ?? []];
  const scans = await scansIn(document, pages, limits, mayRecognise);
  const writer = new TextWriter(limits);
  writePages(writer, scans.length === 0 ? pages : await recognisedPages(document, pages, scans, { languages, tell }), labels);
  if (writer.isEmpty)
    throw new Refusal('has no text, and none that could be read on its pages; send a sharper scan (JPEG 2000 is not read)');
  return writer.document(pages.length);
}

async function open(bytes, { maxPixels }, more) {
  const options = { cMapUrl: fileURLToPath(CMAPS), cMapPacked: true, maxImageSize: maxPixels, ...more };
  return getDocumentProxy(new Uint8Array(bytes), options).catch((error) => {
    if (error?.name === 'PasswordException') throw new Refusal('is protected by a password; send it without one');
    throw error;
  });
}

async function pagesOf(document, { maxTextChars }) {
  const pages = [];
  let chars = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const items = itemsOf(await page.getTextContent(), page.getViewport({ scale: 1 }).transform);
    chars += items.reduce((sum, { text }) => sum + text.length, 0);
    if (chars > maxTextChars) throw new Refusal(`holds more than ${maxTextChars} characters of text; send it in parts`);
    pages.push(items);
    page.cleanup();
  }
  return pages;
}

/** Each with its baseline's start as a reader of the page sees it: from the top left corner, in points. */
function itemsOf({ items }, [a, b, c, d, e, f]) {
  return items.flatMap(({ str, transform, width }) => {
    const text = str?.replace(/\0/g, '') ?? '';
    if (text.trim() === '') return [];
    const [, , ic, id, ix, iy] = transform;
    const size = Math.hypot(a * ic + c * id, b * ic + d * id) || 1;
    return [{ text, x: a * ix + c * iy + e, y: b * ix + d * iy + f, width, size }];
  });
}
