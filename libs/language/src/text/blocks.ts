// Lines of plain text and Markdown. A bullet, a heading and a table's row stand for themselves; a wrapped line goes on.

const BLOCK_START = /^(?:$|#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|\||>|```)/u;
const MARKER = /^(?:#{1,6}\s+|[-*+•]\s+|\d{1,3}[.)]\s+|>\s*)/u;
const HEADING_OR_ROW = /^(?:#{1,6}\s|\|)/u;
/** Empty, a rule, the line below a table's head, a code fence. */
const WORDLESS = /^[|\-:\s`]*$/u;

export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) blocks.push(open.join(' '));
    open = [];
  };
  for (const raw of text.split(/\r?\n/u)) {
    const line = raw.trim();
    if (BLOCK_START.test(line)) close();
    const bare = line.replace(MARKER, '');
    if (WORDLESS.test(bare)) continue;
    if (HEADING_OR_ROW.test(line)) blocks.push(bare);
    else open.push(bare);
  }
  close();
  return blocks;
}

/** The "1." before a step is no value. A longer number at the start of a line is rather one. */
const LIST_MARK = /^[ \t]*(?:\d{1,2}[.)]|[-*+•]|#{1,6})(?:[ \t]+|$)/gmu;

export function withoutListMarks(text: string): string {
  return text.replace(LIST_MARK, '');
}
