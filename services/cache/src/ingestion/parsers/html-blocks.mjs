// Text blocks of a parsed HTML tree, each under its headings. Without recursion: a hostile page nests deeper than a stack.
// Plain JavaScript, because the workers that use it run as they are from src (tests) and from dist.
const SKIPPED = new Set(
  'script style noscript template head svg math iframe object embed canvas audio video select button nav dialog'.split(' '),
);
const BLOCKS = new Set(
  (
    'html body main article section div p ul ol dl table thead tbody tfoot caption blockquote figure figcaption header footer aside ' +
    'address form fieldset details summary pre hr'
  ).split(' '),
);
/** Each begins a line of its block, so that a list and a table stay together. */
const LINES = new Set(['li', 'tr', 'dt', 'dd', 'br', 'option']);
const HEADING = /^h([1-6])$/;

const isHidden = (node) => node.attrs?.some(({ name, value }) => name === 'hidden' || (name === 'aria-hidden' && value === 'true'));

class BlockWriter {
  blocks = [];
  trail = [];
  text = '';
  /** How many <pre> are open: in them space counts. */
  preformatted = 0;

  add(text) {
    this.text += this.preformatted > 0 ? text : text.replace(/\s+/g, ' ');
  }

  line() {
    this.text = `${this.text.replace(/[ \t]+$/, '')}\n`;
  }

  cell() {
    if (/\S[^\n]*$/.test(this.text)) this.text += ' | ';
  }

  end() {
    const text = this.text
      .replace(/[ \t]*\|?[ \t]*$/gm, '')
      .replace(/^ +(?=\S)/gm, (spaces) => (spaces.length > 1 ? spaces : ''))
      .replace(/\n{2,}/g, '\n')
      .replace(/^\n+|\s+$/g, '');
    this.text = '';
    if (text === '') return;
    this.blocks.push(this.trail.length > 0 ? { text, heading: this.trail.map(({ title }) => title).join(' > ') } : { text });
  }

  heading(level) {
    const title = this.text.replace(/\s+/g, ' ').trim();
    this.text = '';
    if (title !== '') this.trail = [...this.trail.filter((above) => above.level < level), { level, title }];
  }
}

function enter(writer, node) {
  const name = node.nodeName;
  if (name === '#text') return writer.add(node.value);
  if (BLOCKS.has(name) || HEADING.test(name)) writer.end();
  if (LINES.has(name)) writer.line();
  SPECIAL.get(name)?.(writer, node);
}

const SPECIAL = new Map(
  Object.entries({
    pre: (writer) => (writer.preformatted += 1),
    li: (writer) => writer.add('- '),
    td: (writer) => writer.cell(),
    th: (writer) => writer.cell(),
    img: (writer, node) => writer.add(node.attrs.find(({ name }) => name === 'alt')?.value ?? ''),
  }),
);

function leave(writer, node) {
  const level = HEADING.exec(node.nodeName)?.[1];
  if (level) writer.heading(Number(level));
  else if (BLOCKS.has(node.nodeName)) writer.end();
  if (node.nodeName === 'pre') writer.preformatted -= 1;
}

/** @param root a document or fragment as parse5 gives it */
export function blocksOf(root) {
  const writer = new BlockWriter();
  const open = [{ node: root, next: 0 }];
  while (open.length > 0) {
    const top = open[open.length - 1];
    const child = top.node.childNodes?.[top.next];
    if (child === undefined) {
      leave(writer, top.node);
      open.pop();
      continue;
    }
    top.next += 1;
    if (SKIPPED.has(child.nodeName) || isHidden(child)) continue;
    enter(writer, child);
    open.push({ node: child, next: 0 });
  }
  writer.end();
  return writer.blocks;
}
