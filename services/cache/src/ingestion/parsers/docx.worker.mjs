// Reads one Word document in a thread of its own: a hostile archive may unpack to all the memory it is given.
import { parentPort, workerData } from 'node:worker_threads';
import mammoth from 'mammoth';
import { parseFragment } from 'parse5';
import yauzl from 'yauzl';
import { blocksOf } from './html-blocks.mjs';

const MAIN_PART = 'word/document.xml';

/** What the archive's own table says is checked first, then every part is unpacked and counted: the table may lie. */
async function measure(bytes, limits) {
  const archive = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, validateEntrySize: true });
  const parts = [];
  for await (const entry of archive.eachEntry()) {
    parts.push(entry);
    if (parts.length > limits.maxParts) return { tooManyParts: true };
  }
  if (!parts.some(({ fileName }) => fileName === MAIN_PART)) return { noDocument: true };
  let unpacked = 0;
  if (
    isTooLarge(
      parts.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0),
      bytes,
      limits,
    )
  )
    return { tooLarge: true };
  for (const entry of parts) {
    for await (const chunk of await archive.openReadStreamPromise(entry)) {
      unpacked += chunk.length;
      if (isTooLarge(unpacked, bytes, limits)) return { tooLarge: true };
    }
  }
  return {};
}

function isTooLarge(unpacked, bytes, { maxBytes, maxRatio, freeBytes }) {
  return unpacked > maxBytes || (unpacked > freeBytes && unpacked > bytes.length * maxRatio);
}

async function read({ bytes, limits }) {
  const buffer = Buffer.from(bytes);
  const problem = await measure(buffer, limits);
  if (Object.keys(problem).length > 0) return problem;
  const { value } = await mammoth.convertToHtml(
    { buffer },
    { styleMap: ["p[style-name='Title'] => h1:fresh"], convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  );
  return { blocks: blocksOf(parseFragment(value)) };
}

read(workerData).then(
  (result) => parentPort.postMessage(result),
  (error) => parentPort.postMessage({ failure: String(error?.message ?? error) }),
);
