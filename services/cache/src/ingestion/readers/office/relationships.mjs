import { posix } from 'node:path';
import { attribute, descendants, parseXml } from '../document/xml.mjs';

/** The parts that a part of an Office document names, by the id it knows them under. */
export async function partsNamedIn(archive, part) {
  const folder = posix.dirname(part);
  const listed = await archive.part(`${folder}/_rels/${posix.basename(part)}.rels`);
  if (!listed) return new Map();
  return new Map([...relationshipsOf(listed, folder)].map(({ id, target }) => [id, target]));
}

/** The same by what they are: "notesSlide". */
export async function partsOfType(archive, part, type) {
  const folder = posix.dirname(part);
  const listed = await archive.part(`${folder}/_rels/${posix.basename(part)}.rels`);
  return listed ? [...relationshipsOf(listed, folder)].filter((found) => found.type.endsWith(`/${type}`)).map(({ target }) => target) : [];
}

function* relationshipsOf(listed, folder) {
  for (const node of descendants(parseXml(listed), new Set(['Relationship']))) {
    const target = attribute(node, 'Target') ?? '';
    const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
    yield { id: attribute(node, 'Id'), type: attribute(node, 'Type') ?? '', target: path };
  }
}
