// Reads a tokenizer.json of 11 MB and counts with it off the main thread: either takes seconds on a busy machine.
// Plain JavaScript, so that the same file serves as it is from src (tests) and from dist.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Tokenizer } from '@huggingface/tokenizers';

const tokenizer = new Tokenizer(JSON.parse(readFileSync(workerData.path, 'utf8')), {});
const idsOf = (text) => tokenizer.encode(text, { add_special_tokens: false }).ids;

parentPort.on('message', ({ id, texts, text }) => {
  try {
    if (texts) parentPort.postMessage({ id, value: texts.map((one) => idsOf(one).length) });
    else parentPort.postMessage({ id, value: idsOf(text) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error?.message ?? error) });
  }
});
