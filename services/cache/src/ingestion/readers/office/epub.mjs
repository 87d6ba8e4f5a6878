import { posix } from 'node:path';
import { parse } from 'parse5';
import { Refusal } from '../document/refusal.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { attribute, descendants, parseXml } from '../document/xml.mjs';
import { writeBlocks } from '../html/html-blocks.mjs';
import { decodeHtml } from '../html/html-charset.mjs';
import { openArchive } from './archive.mjs';

const KIND = { name: 'an EPUB book', ending: '.epub' };
const CONTAINER = 'META-INF/container.xml';

/** The chapters of a book in the order of its spine. */
export async function read(bytes, limits) {
  const archive = await openArchive(bytes, limits, KIND);
  if (archive.has('META-INF/encryption.xml') && archive.has('META-INF/rights.xml')) {
    throw new Refusal('is protected by its publisher; send a book without digital rights management');
  }
  const writer = new TextWriter(limits);
  for (const name of await chaptersOf(archive)) {
    const chapter = await archive.part(name);
    if (chapter) writeBlocks(parse(decodeHtml(chapter)), writer);
  }
  if (writer.isEmpty) throw new Refusal('holds no text; send a book with text in it, not one of pictures');
  return writer.document();
}

async function chaptersOf(archive) {
  const container = await archive.part(CONTAINER);
  const [root] = container ? descendants(parseXml(container), new Set(['rootfile'])) : [];
  const path = root && attribute(root, 'full-path');
  const listed = path && (await archive.part(path));
  if (!listed) throw new Refusal(`is an archive, but no EPUB book: ${CONTAINER} names no list of its parts`);
  const book = parseXml(listed);
  const items = new Map([...descendants(book, new Set(['item']))].map((item) => [attribute(item, 'id'), attribute(item, 'href') ?? '']));
  const spine = [...descendants(book, new Set(['itemref']))].map((item) => items.get(attribute(item, 'idref')) ?? '');
  return spine.filter((href) => href !== '').map((href) => posix.join(posix.dirname(path), decodeURI(href)));
}
