// Reads documents in a process of its own, one at a time: a hostile file may take all the time and memory that the process is given, and
// buffers lie outside of a thread's limits. Plain JavaScript, so that the same file serves as it is from src (tests) and from dist.
import { Worker } from 'node:worker_threads';
import { RecognitionNeeded } from './document/recognition-needed.mjs';
import { Refusal } from './document/refusal.mjs';

const READERS = {
  text: () => import('./text/plain-text.mjs'),
  markdown: () => import('./text/markdown.mjs'),
  html: () => import('./html/html.mjs'),
  pdf: () => import('./pdf/pdf.mjs'),
  docx: () => import('./office/docx.mjs'),
  xlsx: () => import('./office/xlsx.mjs'),
  pptx: () => import('./office/pptx.mjs'),
  odt: () => import('./office/odt.mjs'),
  epub: () => import('./office/epub.mjs'),
  rtf: () => import('./text/rtf.mjs'),
  code: () => import('./text/source-code.mjs'),
  separated: () => import('./data/separated.mjs'),
  json: () => import('./data/json.mjs'),
  mail: () => import('./mail/eml.mjs'),
  picture: () => import('./picture/picture.mjs'),
};
/** What a runtime says when it isn't given more memory. Parsers pass it on as a fault of the file. */
const NO_MEMORY =
  /allocation failed|out of memory|Invalid (?:typed )?array length|could not allocate|skia surface failed|read pixels from canvas failed/i;

async function answer({ format, bytes, limits, languages, mayRecognise }) {
  try {
    const { read } = await READERS[format]();
    return { document: await read(bytes, limits, { languages, mayRecognise, tell }) };
  } catch (error) {
    if (error instanceof RecognitionNeeded) return { needsRecognition: true };
    if (error instanceof Refusal) return { refused: error.message };
    const words = String(error?.message ?? error);
    return NO_MEMORY.test(words) ? { outOfMemory: true } : { failed: words };
  }
}

/** How far it is: pages that are done, and all of them. */
function tell(pages) {
  process.send({ pages });
}

function usedSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

const [watchedBytes] = process.argv.slice(2).map(Number);
if (watchedBytes > 0) new Worker(new URL('./memory-watch.mjs', import.meta.url), { workerData: { maxBytes: watchedBytes } }).unref();

process.on('message', (job) => {
  answer(job).then((result) => process.send({ ...result, usedBytes: process.memoryUsage.rss(), usedSeconds: usedSeconds() }));
});
process.on('disconnect', () => process.exit());
