import render from 'dom-serializer';
import { attribute, childNamed, childrenNamed, localName, parseXml, textOf } from '../document/xml.mjs';

const EQUATION = /<m:oMath(?=[\s>])/g;
const END = '</m:oMath>';

/** Word's equations as runs of text, which a reader of Word's text then finds: "E = m c^2". */
export function withEquationsAsText(xml) {
  const parts = [];
  let from = 0;
  for (const { index } of xml.matchAll(EQUATION)) {
    if (index < from) continue;
    const end = xml.indexOf(END, index);
    if (end === -1) break;
    const [equation] = parseXml(xml.slice(index, end + END.length)).children;
    parts.push(xml.slice(from, index), runOf(linear(equation)));
    from = end + END.length;
  }
  return parts.length === 0 ? xml : [...parts, xml.slice(from)].join('');
}

function runOf(text) {
  const content = render({ type: 'text', data: ` ${text} ` }, { xmlMode: true });
  return `<w:r><w:t xml:space="preserve">${content}</w:t></w:r>`;
}

/** One line of an equation, as Unicode's linear form writes it. */
function linear(node) {
  const name = localName(node);
  if (name === 't') return textOf(node);
  return (SHAPES[name] ?? inner)(node);
}

const inner = (node) => (node?.children ?? []).map(linear).join('');
const part = (node, name) => inner(childNamed(node, name));
/** Brackets where what is meant would not be one thing without. */
const grouped = (text) => (/^[\p{L}\p{N}.]*$/u.test(text) ? text : `(${text})`);

const SHAPES = {
  f: (node) => `${grouped(part(node, 'num'))}/${grouped(part(node, 'den'))}`,
  sSup: (node) => `${grouped(part(node, 'e'))}^${grouped(part(node, 'sup'))}`,
  sSub: (node) => `${part(node, 'e')}_${grouped(part(node, 'sub'))}`,
  sSubSup: (node) => `${part(node, 'e')}_${grouped(part(node, 'sub'))}^${grouped(part(node, 'sup'))}`,
  rad: (node) => {
    const degree = part(node, 'deg');
    return degree === '' ? `\u221a${grouped(part(node, 'e'))}` : `root(${degree}, ${part(node, 'e')})`;
  },
  nary: (node) => {
    const sign = propertyOf(node, 'naryPr', 'chr') ?? '\u222b';
    const [low, high] = [part(node, 'sub'), part(node, 'sup')];
    return `${sign}${low === '' ? '' : `_${grouped(low)}`}${high === '' ? '' : `^${grouped(high)}`} ${part(node, 'e')}`;
  },
  d: (node) => {
    const [open, close] = [propertyOf(node, 'dPr', 'begChr') ?? '(', propertyOf(node, 'dPr', 'endChr') ?? ')'];
    return `${open}${childrenNamed(node, 'e').map(inner).join(', ')}${close}`;
  },
  m: (node) =>
    `[${childrenNamed(node, 'mr')
      .map((row) => childrenNamed(row, 'e').map(inner).join(', '))
      .join('; ')}]`,
  limLow: (node) => `${part(node, 'e')}_${grouped(part(node, 'lim'))} `,
  func: (node) => `${part(node, 'fName')} ${grouped(part(node, 'e'))}`,
};

function propertyOf(node, properties, name) {
  const found = childNamed(childNamed(node, properties), name);
  return found && attribute(found, 'val');
}
