import { namesColumns } from '../document/table-text.mjs';
import { decodeText } from '../text/decode.mjs';

const SEPARATORS = [',', ';', '\t', '|'];

/** A table as text, comma- or tab-separated: its own lines, and its first as the names of the columns where it has names. */
export async function read(bytes, limits) {
  const text = decodeText(bytes, limits);
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const lineEnd = text.indexOf('\n', start);
  const first = text.slice(start, lineEnd === -1 ? end : lineEnd).trimEnd();
  const columns = lineEnd !== -1 && namesColumns(cellsOf(first)) ? { columns: first } : {};
  return { pages: 0, text, blocks: [{ start, end, ...columns }] };
}

function cellsOf(line) {
  const counts = SEPARATORS.map((mark) => line.split(mark).length);
  const separator = SEPARATORS[counts.indexOf(Math.max(...counts))];
  return line.split(separator).map((cell) => cell.replace(/^"|"$/g, ''));
}
