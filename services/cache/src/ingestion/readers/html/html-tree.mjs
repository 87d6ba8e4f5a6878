export const SKIPPED = new Set(
  'script style noscript template head svg math iframe object embed canvas audio video select button nav dialog'.split(' '),
);
const NONE = {};
const CELLS = new Set(['tr', 'td', 'th', 'thead', 'tbody', 'tfoot', 'caption', 'colgroup']);
/** What no cell of a table of facts holds. */
const OF_A_PAGE = new Set(['table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Styles that hide a text from a reader's eyes. */
const INVISIBLE = /display:none|visibility:hidden|(?:font-size:(?:0(?:\.0+)?[a-z%]*|1p[xt])|opacity:0(?:\.0+)?)(?:;|!|$)/;

export function isHidden(node) {
  return (
    node.attrs?.some(({ name, value }) => {
      if (name === 'style') return INVISIBLE.test(value.replace(/\s+/g, '').toLowerCase());
      return name === 'hidden' || (name === 'aria-hidden' && value === 'true');
    }) ?? false
  );
}

/**
 * Tables that lay out a page: another table or a heading stands in them. Their cells are parts of the page.
 * @returns whether a node belongs to one, as the table itself or as its rows and cells
 */
export function layoutTables(root) {
  const layout = new Set();
  const tableOf = new Map();
  const open = [{ node: root, table: NONE }];
  while (open.length > 0) {
    const { node, table } = open.pop();
    if (OF_A_PAGE.has(node.nodeName)) layout.add(table);
    if (CELLS.has(node.nodeName)) tableOf.set(node, table);
    if (isPresentation(node)) layout.add(node);
    const inner = node.nodeName === 'table' ? node : table;
    for (const child of node.childNodes ?? []) open.push({ node: child, table: inner });
  }
  layout.delete(NONE);
  return (node) => layout.has(node) || layout.has(tableOf.get(node));
}

function isPresentation(node) {
  return node.nodeName === 'table' && node.attrs.some(({ name, value }) => name === 'role' && value === 'presentation');
}
