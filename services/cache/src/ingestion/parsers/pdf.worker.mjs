// Reads one PDF in a thread of its own: pdf.js blocks the thread it runs in, and a hostile file may take all the memory it is given.
// Plain JavaScript, so that the same file serves as it is from src (tests) and from dist.
import { parentPort, workerData } from 'node:worker_threads';
import { extractText, getDocumentProxy } from 'unpdf';

async function read({ bytes, maxPages }) {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  if (document.numPages > maxPages) return { tooManyPages: document.numPages };
  const { text } = await extractText(document, { mergePages: false });
  return { pages: text };
}

read(workerData).then(
  (result) => parentPort.postMessage(result),
  (error) => parentPort.postMessage({ failure: { name: String(error?.name), message: String(error?.message ?? error) } }),
);
