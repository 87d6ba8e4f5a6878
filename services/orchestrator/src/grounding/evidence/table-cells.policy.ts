// A row "Service | 340 | 410" says nothing to a question about one column. A cell beside its row's name and its column's does.
import { AskedNames } from './asked-names.policy.js';
import { type Candidate, titleOf } from './candidates.policy.js';
import { ALIGNED_CHARS } from './evidence-rules.policy.js';
import { startsAsName, type TableRow, withoutColumns } from './table-rows.policy.js';

type RowCandidate = Candidate & { readonly row: TableRow };

const hasWord = /[\p{L}\p{N}]/u;

export interface ForQuestion {
  readonly candidates: readonly Candidate[];
  /** Rows that come near and don't answer, whatever their words say. */
  readonly ruledOut: readonly Candidate[];
}

/**
 * Of a table of which the question names a row and a column: the cell where both meet, and none of the rows. Where the cell is empty, or the
 * question names something like a column that the table lacks, no row answers either.
 */
export function forQuestion(question: string, all: readonly Candidate[]): ForQuestion {
  const tables = new Map<string, RowCandidate[]>();
  for (const candidate of all.filter(isRow)) {
    const rows = tables.get(candidate.row.table.id);
    if (rows) rows.push(candidate);
    else tables.set(candidate.row.table.id, [candidate]);
  }
  const ofTables = [...tables.values()].map((rows) => ofTable(question.slice(0, ALIGNED_CHARS), rows));
  return {
    candidates: [...all.filter((one) => !isRow(one)), ...ofTables.flatMap(({ candidates }) => candidates)],
    ruledOut: ofTables.flatMap(({ ruledOut }) => ruledOut),
  };
}

function isRow(candidate: Candidate): candidate is RowCandidate {
  return candidate.row !== undefined;
}

function ofTable(question: string, rows: readonly RowCandidate[]): ForQuestion {
  const [{ row, passage }] = rows as [RowCandidate];
  const { columns } = row.table;
  const body = rows.filter((one) => !one.row.isHeader).map((one) => ({ one, labels: labelsOf(one.row) }));
  const labels = body.flatMap((each) => each.labels);
  const asked = new AskedNames(question, [...columns, ...labels], titleOf(withoutColumns(passage)));
  const named = body.map((each) => ({ ...each, count: each.labels.filter((label) => asked.names(label)).length }));
  const most = Math.max(0, ...named.map(({ count }) => count));
  const chosen = named.filter(({ count }) => count === most);
  const lines = chosen.map(({ one }) => one);
  const under = columns.flatMap((column, at) => (asked.names(column) ? [at] : []));
  const isNear = most > 0 || labels.some((label) => asked.mentions(label));
  if (isNear && lacksColumn(asked, columns, under)) return { candidates: [], ruledOut: lines };
  if (under.length === 0) return { candidates: most === 0 ? rows : lines, ruledOut: [] };
  if (most === 0) return isNear ? { candidates: [], ruledOut: lines } : { candidates: lines, ruledOut: [] };
  return { candidates: chosen.flatMap((each) => cellsAt(each.one, under, each.labels, (label) => asked.names(label))), ruledOut: lines };
}

/** Whether the question speaks of a column that isn't there: "Model Y", or "Model 3 Plus", or "Model 3 in 2019". */
function lacksColumn(asked: AskedNames, [, ...columns]: readonly string[], under: readonly number[]): boolean {
  return under.length > 0 ? asked.holdsOthers : asked.isLike(columns) || columns.some((column) => asked.mentions(column));
}

/** What a row is called by: its first cells up to the first value. */
function labelsOf({ cells }: TableRow): string[] {
  const end = cells.findIndex((cell) => !startsAsName.test(cell));
  return cells.slice(0, end === -1 ? 1 : end);
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
