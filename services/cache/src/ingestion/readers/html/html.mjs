import { parse } from 'parse5';
import { Refusal } from '../document/refusal.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { writeBlocks } from './html-blocks.mjs';
import { decodeHtml } from './html-charset.mjs';

/** The text of a page in reading order, each block under its headings; scripts, styles, navigation and what is hidden are left out. */
export async function read(bytes, limits) {
  const writer = new TextWriter(limits);
  writeBlocks(parse(decodeHtml(bytes)), writer);
  if (writer.isEmpty) throw new Refusal('shows no text; send a page with text in it, not one that a script fills');
  return writer.document();
}
