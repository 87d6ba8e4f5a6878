// A row "Service | 340 | 410" says nothing to a question about one column. A cell beside its row's name and its column's does.
import { english, withAcronyms } from '@docmind/language';
import { AskedNames } from './asked-names.policy.js';
import { type Candidate, titleOf } from './candidates.policy.js';
import { ALIGNED_CHARS } from './evidence-rules.policy.js';
import { cellByMeaning } from './cells-by-meaning.policy.js';
import { startsAsName, type TableRow, withoutColumns } from './table-rows.policy.js';

const { actOf, questionStopWords, stem, tokenise } = english.words;

type RowCandidate = Candidate & { readonly row: TableRow };

const OTHER_WAY: ReadonlyMap<string, string> = new Map([
  ['from', 'to'],
  ['to', 'from'],
]);
const hasWord = /[\p{L}\p{N}]/u;

export interface ForQuestion {
  readonly candidates: readonly Candidate[];
  /** Rows that come near and don't answer, whatever their words say, and sentences beside a cell that is empty. */
  readonly ruledOut: readonly Candidate[];
}

/** A row, and what it is called by. */
interface Labelled {
  readonly one: RowCandidate;
  readonly labels: readonly string[];
}

interface OfTable extends ForQuestion {
  /** The one row that is named, where its cell is empty. */
  readonly named?: Labelled | undefined;
}

/**
 * Of a table of which the question names a row and a column: the cell where both meet, and none of the rows. Where the cell is empty, or the
 * question names something like a column that the table lacks, no row answers either.
 */
export function forQuestion(question: string, all: readonly Candidate[]): ForQuestion {
  const tables = new Map<string, RowCandidate[]>();
  const isWayAsked = wayIn(question.slice(0, ALIGNED_CHARS));
  const otherWay = all.filter((one) => isRow(one) && !isWayAsked(one.row));
  for (const candidate of all.filter(isRow).filter(({ row }) => isWayAsked(row))) {
    const rows = tables.get(candidate.row.table.id);
    if (rows) rows.push(candidate);
    else tables.set(candidate.row.table.id, [candidate]);
  }
  const ofTables = [...tables.values()].map((rows) => ofTable(question.slice(0, ALIGNED_CHARS), rows));
  const prose = all.filter((one) => !isRow(one));
  const beside = new Set(ofTables.flatMap(({ named }) => (named === undefined ? [] : prose.filter((one) => isBeside(one, named)))));
  return {
    candidates: [...prose.filter((one) => !beside.has(one)), ...ofTables.flatMap(({ candidates }) => candidates)],
    ruledOut: [...otherWay, ...ofTables.flatMap(({ ruledOut }) => ruledOut), ...beside],
  };
}

/** Whether a sentence of the table's document says nothing of the row that is asked for, whose cell is empty: "The Sunday service does not call there". */
function isBeside({ text, passage: { documentId } }: Candidate, { one, labels }: Labelled): boolean {
  const said = new Set(askedStems(text));
  return documentId === one.passage.documentId && !labels.some((label) => askedStems(label).every((word) => said.has(word)));
}

function isRow(candidate: Candidate): candidate is RowCandidate {
  return candidate.row !== undefined;
}

function ofTable(question: string, rows: readonly RowCandidate[]): OfTable {
  const [{ row, passage }] = rows as [RowCandidate];
  const { columns } = row.table;
  const title = titleOf(withoutColumns(passage));
  const body = rows.filter((one) => !one.row.isHeader).map((one) => ({ one, labels: labelsOf(one.row) }));
  const labels = body.flatMap((each) => each.labels);
  const asked = new AskedNames(question, [...columns, ...labels], title);
  const isNamed = [labels, columns].every((names) => names.some((name) => asked.names(name))) && !asked.holdsOthers;
  const meant = isNamed ? [] : cellMeant(question, body, title);
  return meant.length > 0 ? { candidates: meant, ruledOut: body.map(({ one }) => one) } : ofNames(asked, question, { rows, body, columns });
}

interface Table {
  readonly rows: readonly RowCandidate[];
  /** Without the header. */
  readonly body: readonly Labelled[];
  readonly columns: readonly string[];
}

/** By the names of rows and columns, as the table writes them. */
function ofNames(asked: AskedNames, question: string, { rows, body, columns }: Table): OfTable {
  const named = body.map((each) => ({ ...each, count: each.labels.filter((label) => asked.names(label)).length }));
  const most = Math.max(0, ...named.map(({ count }) => count));
  const chosen = named.filter(({ count }) => count === most);
  const lines = chosen.map(({ one }) => one);
  const under = columns.flatMap((column, at) => (asked.names(column) ? [at] : []));
  const isNear = most > 0 || body.some(({ labels }) => labels.some((label) => asked.mentions(label)));
  const empty = withEmptyCell(chosen, (column) => asked.mentions(column));
  if (isNear && lacksColumn(asked, columns, under)) return { candidates: [], ruledOut: lines, named: empty };
  if (most === 0) return cellOfPart(question, body) ?? withoutName(rows, lines, isNear && under.length > 0);
  if (under.length === 0) return withoutColumn(chosen, columns);
  const cells = chosen.flatMap((each) => cellsAt(each.one, under, each.labels, (label) => asked.names(label)));
  return { candidates: cells, ruledOut: lines, named: empty };
}

/** Where the question names row and column in other words than the table's. */
function cellMeant(question: string, body: readonly Labelled[], title: string): Candidate[] {
  const place = english.guards.denies(question)
    ? undefined
    : cellByMeaning(
        question,
        body.map(({ one }) => one.row),
        body.map(({ labels }) => labels),
        title,
      );
  const each = place && body[place.row];
  if (place === undefined || each === undefined) return [];
  return cellsAt(each.one, [place.column], each.labels, () => false).map((candidate) =>
    candidate.cell === undefined ? candidate : { ...candidate, cell: { ...candidate.cell, isMeant: true } },
  );
}

/** No column is named: the rows stay, but of a table of two columns a row that is named has one cell to say, "Half plot, Rent: 35". */
function withoutColumn(chosen: readonly Labelled[], columns: readonly string[]): ForQuestion {
  const [named, another] = chosen;
  const isOnly = columns.length === 2 && another === undefined;
  const cells = named !== undefined && isOnly ? cellsAt(named.one, [1], named.labels, () => false) : [];
  const lines = chosen.map(({ one }) => one);
  return cells.length === 0 ? { candidates: lines, ruledOut: [] } : { candidates: cells.map(unasked), ruledOut: lines };
}

function unasked(candidate: Candidate): Candidate {
  return candidate.cell === undefined ? candidate : { ...candidate, cell: { ...candidate.cell, isUnasked: true } };
}

function withEmptyCell(
  [named, another]: readonly (Labelled & { readonly count: number })[],
  isAsked: (column: string) => boolean,
): Labelled | undefined {
  if (named === undefined || named.count === 0 || another !== undefined) return undefined;
  const { cells, table } = named.one.row;
  return table.columns.some((column, at) => isAsked(column) && !hasWord.test(cells[at] ?? '')) ? named : undefined;
}

/** No row is named: all stay, but for those that come near a cell that isn't there. */
function withoutName(rows: readonly Candidate[], lines: readonly Candidate[], isNear: boolean): ForQuestion {
  return isNear ? { candidates: [], ruledOut: lines } : { candidates: rows, ruledOut: [] };
}

/**
 * Of a row that is named in part: "M10 hex bolts" for "Hex bolt, M10, zinc". It must be the only row with all that the question says beside the name
 * of its column, in the order of its cells: a fare from Leiden to Breda is none from Breda to Leiden.
 */
function cellOfPart(question: string, body: readonly Labelled[]): ForQuestion | undefined {
  const words = askedStems(question);
  const columns = body[0]?.one.row.table.columns ?? [];
  const under = columns.findIndex((column) => columnStems(column).some((stem) => words.includes(stem)));
  if (under === -1 || english.guards.denies(question)) return undefined;
  const own = new Set(columnStems(columns[under] ?? ''));
  const rest = words.filter((word) => !own.has(word) && !english.questions.asksOnly(word));
  const found = body.filter(({ one }) => rest.length > 0 && holdsInOrder(rest, one.row.cells));
  const [only, another] = found;
  if (only === undefined || another !== undefined) return undefined;
  return { candidates: cellsAt(only.one, [under], only.labels, () => false), ruledOut: body.map(({ one }) => one) };
}

/** Whether a row with columns "From" and "To" goes the way that is asked for. */
function wayIn(question: string): (row: TableRow) => boolean {
  const asked = ` ${tokenise(question)
    .map(({ lower }) => lower)
    .join(' ')} `;
  return ({ cells, table }) =>
    table.columns.every((column, at) => {
      const other = OTHER_WAY.get(column.toLowerCase());
      const cell = tokenise(cells[at] ?? '')
        .map(({ lower }) => lower)
        .join(' ');
      return other === undefined || cell === '' || !asked.includes(` ${other} ${cell} `);
    });
}

function askedStems(text: string): string[] {
  return withAcronyms(tokenise(text), questionStopWords).flatMap(({ lower }) => (questionStopWords.has(lower) ? [] : [stem(lower)]));
}

/** Of a column "Driver" also what a driver does. */
function columnStems(column: string): string[] {
  return [...askedStems(column), ...tokenise(column).flatMap(({ lower }) => actOf(lower) ?? [])];
}

function holdsInOrder(words: readonly string[], cells: readonly string[]): boolean {
  const stems = cells.map((cell) => new Set(askedStems(cell)));
  let from = 0;
  return words.every((word) => {
    from = stems.findIndex((cell, at) => at >= from && cell.has(word));
    return from !== -1;
  });
}

/** Whether the question speaks of a column that isn't there: "Model Y", or "Model 3 Plus", or "Model 3 in 2019". */
function lacksColumn(asked: AskedNames, [, ...columns]: readonly string[], under: readonly number[]): boolean {
  return under.length > 0 ? asked.holdsOthers : asked.isLike(columns) || columns.some((column) => asked.mentions(column));
}

/** What a row is called by: its first cell, and the next ones up to the first value. */
function labelsOf({ cells }: TableRow): string[] {
  const end = cells.findIndex((cell) => !startsAsName.test(cell));
  return cells.slice(0, Math.max(1, end));
}

/** A name of the row that the question doesn't say may be what it asks for: "the role of Ines Halloran". */
function cellsAt(
  { row: { cells, table }, passage, ...place }: RowCandidate,
  under: readonly number[],
  labels: readonly string[],
  isSaid: (label: string) => boolean,
): Candidate[] {
  // More cells than names: which name is whose is not known.
  if (cells.length > table.columns.length) return [];
  return under.flatMap((at) => {
    const value = cells[at] ?? '';
    if (!hasWord.test(value) || (at < labels.length && isSaid(value))) return [];
    const own = labels.filter((label, column) => column !== at);
    const others = cells.filter((cell, other) => other >= labels.length && cell !== value);
    const text = `${[...own, table.columns[at]].join(', ')}: ${value}`;
    // What the row's names are names of: "the Regular plan" under "Plan".
    const before = table.columns.filter((_, column) => column < labels.length && column !== at).join(', ');
    return [{ ...place, text, before, passage: withoutColumns(passage), cell: { value, others } }];
  });
}
