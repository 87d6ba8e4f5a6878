/** The lines of a text, each with where it stands; the end is that of its last character. */
export function* linesOf(text, from = 0) {
  for (let start = from; start <= text.length;) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    yield { start, end, line: text.slice(start, end) };
    start = end + 1;
  }
}

/** The part of a text without the white space around it; undefined where it is nothing else. */
export function trimmed(text, start, end) {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  const to = start + part.trimEnd().length;
  return from < to ? { start: from, end: to } : undefined;
}

/** Paragraphs as empty lines part them. A paragraph's first line keeps its indentation out of it. */
export function paragraphsOf(text) {
  const blocks = [];
  let open;
  const close = () => {
    const block = open && trimmed(text, open.start, open.end);
    if (block) blocks.push(block);
    open = undefined;
  };
  for (const { start, end, line } of linesOf(text)) {
    if (line.trim() === '') close();
    else open = { start: open?.start ?? start, end };
  }
  close();
  return blocks;
}
