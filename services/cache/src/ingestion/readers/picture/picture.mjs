import { imageSize } from 'image-size';
import { Refusal } from '../document/refusal.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { writePages } from '../page/write-pages.mjs';
import { assertPixels } from './pixels.mjs';
import { recogniser } from './recognition.mjs';
import { beginAt, pageStarts } from './tiff-pages.mjs';
import { uprightItems } from './upright.mjs';

/**
 * The words of a picture, or of each page of a TIFF. Their places are in the picture's pixels from its top left corner, as it is shown: turned the way
 * its camera noted.
 */
export async function read(bytes, limits, { languages, tell }) {
  if (bytes.length === 0) throw new Refusal('is empty; send a picture with words in it');
  const pages = measured(bytes, limits);
  const recognised = await recogniser(languages);
  const found = pages.map(({ start, ...size }, at) => {
    tell({ done: at, total: pages.length });
    if (start !== undefined) beginAt(bytes, start);
    return uprightItems((turn, part) => recognised(bytes, turn, part), size);
  });
  const writer = new TextWriter(limits);
  writePages(writer, found);
  if (writer.isEmpty) {
    throw new Refusal('shows no text that could be read: it has none, or that is too small or blurred; send a sharper picture');
  }
  return writer.document(pages.length);
}

/** What the header of each page says, before anything is unpacked. */
function measured(bytes, { maxPixels, maxScannedPages }) {
  const starts = pageStarts(bytes, maxScannedPages) ?? [undefined];
  if (starts.length > maxScannedPages) throw new Refusal(`has more than ${maxScannedPages} pages; send it in parts`);
  return starts.map((start) => {
    if (start !== undefined) beginAt(bytes, start);
    const { width, height, orientation } = sizeOf(bytes);
    assertPixels(width, height, maxPixels);
    return { start, width, height, orientation };
  });
}

function sizeOf(bytes) {
  try {
    return imageSize(bytes);
  } catch {
    throw new Refusal('is no picture that can be read, or its header is damaged; send a PNG, JPEG, WebP, TIFF or BMP');
  }
}
