/** What stands between two cells of a row. */
const CELL = ' | ';

/** @returns the table's lines, and the one that names its columns where there is one: for sure where the format says so (`isHead`) */
export function tableText(rows) {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const lines = filled.map(({ cells }) => lineOf(cells));
  if (lines.length < 2 || !isHeader(filled[0])) return { lines };
  return { lines, columns: lines[0], isHead: filled[0].isHead || undefined };
}

/** Empty cells within a row keep their place; those at its end say nothing. */
function lineOf(cells) {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end -= 1;
  return cells.slice(0, end).map(escaped).join(CELL).trim();
}

/** A pipe of a cell's own, as Markdown writes it: else it would begin another cell. */
const escaped = (cell) => cell.replaceAll('|', '\\|');

function isHeader({ cells, isHead = false }) {
  return isHead || namesColumns(cells);
}

/** Several short cells without a number among them. Above the names of rows may stand nothing. */
export function namesColumns([corner, ...cells]) {
  return cells.length > 0 && (corner.trim() === '' || isName(corner)) && cells.every(isName);
}

const LONGEST_NAME = 60;
const isName = (cell) => cell.trim() !== '' && cell.length <= LONGEST_NAME && !/^[\p{Sc}\d.,:%/\s-]+$/u.test(cell);
