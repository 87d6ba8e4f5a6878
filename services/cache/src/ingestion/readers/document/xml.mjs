import { parseDocument } from 'htmlparser2';

/** The tree of an XML text; entities that it declares itself are not expanded, so none can blow it up. */
export function parseXml(bytes) {
  return parseDocument(typeof bytes === 'string' ? bytes : decodeXml(bytes), { xmlMode: true, decodeEntities: true });
}

function decodeXml(bytes) {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(wide).decode(bytes);
}

/** "w:tbl" is "tbl": prefixes are each file's own choice. */
export function localName(node) {
  const name = node.name ?? '';
  return name.slice(name.indexOf(':') + 1);
}

export function attribute(node, wanted) {
  for (const [name, value] of Object.entries(node.attribs ?? {})) if (name.slice(name.indexOf(':') + 1) === wanted) return value;
  return undefined;
}

export const childrenNamed = (node, name) => (node?.children ?? []).filter((child) => localName(child) === name);

export const childNamed = (node, name) => node?.children?.find((child) => localName(child) === name);

/** Elements of these names below a node, in their order, without those within one that was found. Without recursion. */
export function* descendants(node, names) {
  const open = [...(node?.children ?? [])].reverse();
  while (open.length > 0) {
    const next = open.pop();
    if (names.has(localName(next))) yield next;
    else for (let at = (next.children?.length ?? 0) - 1; at >= 0; at -= 1) open.push(next.children[at]);
  }
}

export function textOf(node) {
  const parts = [];
  const open = [node];
  while (open.length > 0) {
    const next = open.pop();
    if (next.type === 'text') parts.push(next.data);
    for (let at = (next.children?.length ?? 0) - 1; at >= 0; at -= 1) open.push(next.children[at]);
  }
  return parts.join('');
}
