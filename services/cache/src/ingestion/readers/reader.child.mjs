// Reads documents in a process of its own, one at a time: a hostile file may take all the time and memory that the process is given, and
// buffers lie outside of a thread's limits. Plain JavaScript, so that the same file serves as it is from src (tests) and from dist.
import { Worker } from 'node:worker_threads';
import { chunkParts, documentOf, documentParts } from './document/document-lines.mjs';
import { RecognitionNeeded } from './document/recognition-needed.mjs';
import { Refusal } from './document/refusal.mjs';
import { splitDocument } from './splitting/splitting.policy.mjs';

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
  /** What was read before, and is to be cut into chunks. */
  parsed: async () => ({ read: documentOf }),
};
/** What a runtime says when it isn't given more memory. Parsers pass it on as a fault of the file. */
const NO_MEMORY =
  /allocation failed|out of memory|Invalid (?:typed )?array length|could not allocate|skia surface failed|read pixels from canvas failed/i;

/** @returns what is said of the document when all its parts are taken */
async function answer(job, bytes) {
  try {
    const { format, limits, languages, mayRecognise, unspaced } = job;
    const { read } = await READERS[format]();
    const document = await read(bytes, limits, { languages, mayRecognise, tell });
    if (format !== 'parsed') await send('parse', documentParts(document));
    await send('split', chunkParts(document.pages, splitDocument(document, unspaced)));
    return { done: true };
  } catch (error) {
    return answerTo(error);
  }
}

function answerTo(error) {
  if (error instanceof RecognitionNeeded) return { needsRecognition: true };
  if (error instanceof Refusal) return { refused: error.message };
  const words = String(error?.message ?? error);
  return NO_MEMORY.test(words) ? { outOfMemory: true } : { failed: words };
}

/** One part after another, each when the one before it is taken. */
async function send(step, parts) {
  let at = 0;
  for (const bytes of parts) {
    const isTaken = new Promise((resolve) => (goOn = resolve));
    process.send({ part: { step, at, bytes } });
    await isTaken;
    at += 1;
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

let goOn;
let job;
let bytes;
let received;

/** Room for the whole at once: its parts needn't lie here beside it. */
function begin(announced) {
  job = announced;
  received = 0;
  try {
    bytes = Buffer.alloc(job.sizeBytes);
  } catch (error) {
    reply(answerTo(error));
  }
}

function take(part) {
  bytes.set(part, received);
  received += part.length;
  if (received < job.sizeBytes) return;
  const whole = bytes;
  bytes = undefined;
  answer(job, whole).then(reply);
}

function reply(result) {
  process.send({ ...result, usedBytes: process.memoryUsage.rss(), usedSeconds: usedSeconds() });
}

process.on('message', (message) => {
  if (message.job) begin(message.job);
  else if (message.bytes) take(message.bytes);
  else goOn();
});
process.on('disconnect', () => process.exit());
