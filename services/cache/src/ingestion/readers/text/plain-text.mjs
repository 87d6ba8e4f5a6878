import { decodeText } from './decode.mjs';
import { paragraphsOf } from './lines.mjs';

/** Paragraphs are what empty lines part. */
export async function read(bytes, limits) {
  const text = decodeText(bytes, limits);
  return { pages: 0, text, blocks: paragraphsOf(text) };
}
