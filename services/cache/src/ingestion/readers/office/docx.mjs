import mammoth from 'mammoth';
import { parseFragment } from 'parse5';
import { writeBlocks } from '../html/html-blocks.mjs';
import { Refusal } from '../document/refusal.mjs';
import { TextWriter } from '../document/text-writer.mjs';
import { openArchive } from './archive.mjs';
import { withEquationsAsText } from './equations.mjs';
import { packArchive } from './pack-archive.mjs';

const KIND = { name: 'a Word document', ending: '.docx' };
const MAIN_PART = 'word/document.xml';

/** The text of a Word document: its styles say what is a heading. */
export async function read(bytes, limits) {
  const archive = await openArchive(bytes, limits, KIND);
  if (!archive.has(MAIN_PART)) throw new Refusal(`is an archive, but no Word document: it has no ${MAIN_PART}`);
  const { value } = await mammoth.convertToHtml(
    { buffer: await packArchive(await readableParts(archive)) },
    { styleMap: ["p[style-name='Title'] => h1:fresh"], convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  );
  const writer = new TextWriter(limits);
  writeBlocks(parseFragment(value), writer);
  if (writer.isEmpty) throw new Refusal('holds no text; send a document with text in it');
  return writer.document();
}

/** What has text in it. Pictures and embedded files stay packed, so a bomb among them is never unpacked. */
async function readableParts(archive) {
  const wanted = archive.names.filter((name) => /\.(?:xml|rels)$/.test(name));
  const parts = [];
  for (const name of wanted) parts.push({ name, content: readable(name, await archive.part(name)) });
  return parts;
}

function readable(name, content) {
  if (name !== MAIN_PART || !content.includes('<m:oMath')) return content;
  return Buffer.from(withEquationsAsText(content.toString()));
}
