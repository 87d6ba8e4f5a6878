import { setImmediate as turn } from 'node:timers/promises';
import { createIsomorphicCanvasFactory, getResolvedPDFJS } from 'unpdf';
import { RecognitionNeeded } from '../document/recognition-needed.mjs';
import { Refusal } from '../document/refusal.mjs';
import { recogniser } from '../picture/recognition.mjs';
import { uprightItems } from '../picture/upright.mjs';

/** Fewer letters than a page of text has: a stamp, a page number, the name of the app that scanned. */
const FEW_LETTERS = 60;
/** As scanners see a page, in dots a point: 300 an inch. */
const SHARPEST = 300 / 72;
/** Of a page that is drawn; a larger one is drawn coarser. */
const MAX_DRAWN_PIXELS = 12_000_000;

// Node 20 lacks it, and PDF.js asks for it when it draws type.
ArrayBuffer.prototype.transferToFixedLength ??= function (length) {
  return this.slice(0, length);
};

/**
 * @returns numbers of the pages that show pictures and hold hardly any text; from 1
 * @throws RecognitionNeeded at the first of them where that may not be done now: looking at the others takes long as well
 */
export async function scansIn(document, pages, { maxScannedPages }, mayRecognise) {
  const { OPS } = await getResolvedPDFJS();
  const pictures = new Set([OPS.paintImageXObject, OPS.paintImageMaskXObject, OPS.paintInlineImageXObject, OPS.paintImageXObjectRepeat]);
  const scans = [];
  for (const [at, items] of pages.entries()) {
    if (lettersOf(items) >= FEW_LETTERS) continue;
    const page = await document.getPage(at + 1);
    const { fnArray } = await page.getOperatorList();
    if (fnArray.some((operator) => pictures.has(operator))) scans.push(at + 1);
    // The whole document's: a picture that several pages show is kept beside them.
    await document.cleanup();
    if (scans.length > 0 && !mayRecognise) throw new RecognitionNeeded();
    if (scans.length > maxScannedPages) throw new Refusal(`has more than ${maxScannedPages} scanned pages; send it in parts`);
  }
  return scans;
}

const lettersOf = (items) => items.reduce((sum, { text }) => sum + text.trim().length, 0);

/** What pages are drawn on: asked for by those alone that have to be. */
export async function canvases() {
  const CanvasFactory = await createIsomorphicCanvasFactory(() => import('@napi-rs/canvas')).catch(() => {
    throw new Refusal('is a scan, and what draws its pages (@napi-rs/canvas) is not installed for this system');
  });
  return { CanvasFactory };
}

/** The pages' items, those of scans recognised. A page keeps its own text where that says more. */
export async function recognisedPages(document, pages, scans, { languages, tell }) {
  const reads = await recogniser(languages);
  const recognised = new Map();
  for (const [at, number] of scans.entries()) {
    tell({ done: at, total: scans.length });
    const { picture, scale, ...size } = await drawn(document, number);
    await freed(document);
    const items = uprightItems((turn, part) => reads(picture, turn, part), size);
    recognised.set(
      number,
      items.map((item) => inPoints(item, scale)),
    );
  }
  return pages.map((own, at) => {
    const items = recognised.get(at + 1) ?? [];
    return lettersOf(items) > lettersOf(own) ? items : own;
  });
}

/** A page in shades of grey, in the plain format of pixels that every reader of pictures takes (PGM). */
async function drawn(document, number) {
  const page = await document.getPage(number);
  const points = page.getViewport({ scale: 1 });
  const scale = Math.min(SHARPEST, Math.sqrt(MAX_DRAWN_PIXELS / (points.width * points.height)));
  const viewport = page.getViewport({ scale });
  const [width, height] = [Math.max(1, Math.floor(viewport.width)), Math.max(1, Math.floor(viewport.height))];
  const made = document.canvasFactory.create(width, height);
  await page.render({ canvas: made.canvas, canvasContext: made.context, viewport }).promise;
  const { data } = made.context.getImageData(0, 0, width, height);
  const picture = greyPicture(data, width, height);
  document.canvasFactory.destroy(made);
  return { picture, width, height, scale };
}

/** Pictures lie outside V8's heap, which therefore sees no need to collect them; and their memory is given back between turns alone. */
async function freed(document) {
  await document.cleanup();
  globalThis.gc?.();
  await turn();
}

function greyPicture(rgba, width, height) {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`);
  const picture = Buffer.alloc(header.length + width * height);
  picture.set(header);
  for (let pixel = 0, at = header.length; at < picture.length; pixel += 4, at += 1) {
    picture[at] = 0.299 * rgba[pixel] + 0.587 * rgba[pixel + 1] + 0.114 * rgba[pixel + 2];
  }
  return picture;
}

function inPoints({ text, x, y, width, size, box }, scale) {
  return { text, x: x / scale, y: y / scale, width: width / scale, size: size / scale, box: box.map((value) => value / scale) };
}
