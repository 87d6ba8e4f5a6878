// Reads the words of a picture with Tesseract, built for WebAssembly: what a hostile picture does to its decoder stays within that machine.
// The core alone, without the wrapper that fetches what it lacks from the network.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { Refusal } from '../document/refusal.mjs';

const require = createRequire(import.meta.url);
const NEURAL_ONLY = 1;
const UNREADABLE = 1;

let started;

/** Made for the first picture, and kept for the next in the same languages. */
export async function recogniser(languages) {
  const wanted = languages.join('+');
  if (started?.languages !== wanted) started = { languages: wanted, reads: await start(languages, wanted) };
  return started.reads;
}

/** @returns gives the lines of a picture, or of a part of it, each with words and their boxes; how it is turned is said as cameras note it (Exif) */
async function start(languages, wanted) {
  const core = await require('tesseract.js-core/tesseract-core-simd-lstm.js')({ TesseractProgress() {}, print() {}, printErr() {} });
  for (const language of languages) core.FS.writeFile(`/${language}.traineddata`, gunzipSync(readFileSync(dataOf(language))));
  const api = new core.TessBaseAPI();
  if (api.Init('/', wanted, NEURAL_ONLY) !== 0) throw new Error(`text recognition did not start in ${wanted}`);
  return (picture, orientation, part) => {
    core.FS.writeFile('/input', picture);
    if (api.SetImageFile(orientation, 0) === UNREADABLE) {
      throw new Refusal('holds a picture that is damaged, or packed in a way that is not read; save it as a PNG and send that');
    }
    if (part) api.SetRectangle(...part);
    const isDone = api.Recognize(null) === 0;
    const found = isDone ? api.GetJSONText() : '';
    api.Clear();
    if (found === '') throw new Error('out of memory in text recognition');
    return linesOf(JSON.parse(found));
  };
}

/** Each language is a package of its own. */
function dataOf(language) {
  return require.resolve(`@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`);
}

function linesOf({ blocks }) {
  return (blocks ?? []).flatMap(({ paragraphs }) => (paragraphs ?? []).flatMap(({ lines }) => lines ?? []));
}
