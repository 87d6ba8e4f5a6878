// The cell of a table whose row and column the question names in other words: "What does the canoe cost an hour?" under "Fee per hour".
import { english, oneOf } from '@docmind/language';
import type { TableRow } from './table-rows.policy.js';

const { measures, questionStopWords, stem, tokenise } = english.words;
const { measureOf, isPeriod, isUsing } = measures;
const opensUnit = oneOf('([');
/** "How much is it" and "how much do we pay": a price, unless another column is named. */
const PRICE = measureOf(stem('price'));
const MUCH = stem('much');

export interface CellPlace {
  /** Of the rows, from 0. */
  readonly row: number;
  readonly column: number;
}

interface Rated extends CellPlace {
  readonly shared: number;
}

/**
 * The one cell whose row and column, with what the table stands under, hold all that the question says. Nothing where two are as near, or where the question
 * says a word more: a table of fees by the hour answers nothing by the week, and no deposit.
 * @param labels what each row is called by @param above what the table stands under
 */
export function cellByMeaning(
  question: string,
  rows: readonly TableRow[],
  labels: readonly (readonly string[])[],
  above: string,
): CellPlace | undefined {
  const columns = rows[0]?.table.columns ?? [];
  if (saysNumberTwice(question)) return undefined;
  const asked = meaningsOf(question);
  const known = meaningsOf(`${above} ${columns.slice(0, 1).join(' ')}`);
  const names = labels.map((label) => meaningsOf(label.join(' ')));
  const under = columns.map((column) => meaningsOf(withoutUnit(column)));
  const find = (wanted: ReadonlySet<string>): CellPlace | undefined => onlyBest(ratedCells(wanted, { names, under, known, labels }));
  const plain = new Set([...asked].filter((word) => word !== MUCH));
  return find(plain) ?? (asked.has(MUCH) && !asked.has(PRICE) ? find(new Set([...plain, PRICE])) : undefined);
}

interface Names {
  readonly names: readonly ReadonlySet<string>[];
  readonly under: readonly ReadonlySet<string>[];
  readonly known: ReadonlySet<string>;
  readonly labels: readonly (readonly string[])[];
}

function ratedCells(wanted: ReadonlySet<string>, { names, under, known, labels }: Names): Rated[] {
  const words = [...wanted];
  const open = under.map((column) => isNamed(column, wanted));
  return names.flatMap((row, at) => {
    const inRow = words.filter((word) => row.has(word)).length;
    if (inRow === 0) return [];
    return under.flatMap((column, place): Rated[] => {
      if (!open[place] || place < (labels[at]?.length ?? 1)) return [];
      const inColumn = words.filter((word) => column.has(word) && !row.has(word)).length;
      const isWhole = words.every((word) => row.has(word) || column.has(word) || known.has(word) || isUsing(word));
      return isWhole && inColumn > 0 ? [{ row: at, column: place, shared: inRow + inColumn }] : [];
    });
  });
}

/** What the column says beside what is asked may only be a period: no "late fee" is a fee. */
function isNamed(column: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  return [...column].every((word) => wanted.has(word) || isPeriod(word)) && [...column].some((word) => wanted.has(word));
}

function onlyBest(cells: readonly Rated[]): CellPlace | undefined {
  const most = cells.reduce((top, { shared }) => Math.max(top, shared), 0);
  const [best, another] = cells.filter(({ shared }) => shared === most);
  return another === undefined ? best : undefined;
}

/** "3 tyre changes for the Model 3": one of them names no row. */
function saysNumberTwice(question: string): boolean {
  const numbers = tokenise(question).flatMap(({ lower }) => (/^\d/u.test(lower) ? [lower] : []));
  return new Set(numbers).size < numbers.length;
}

function meaningsOf(text: string): ReadonlySet<string> {
  const telling = tokenise(text).filter(({ lower }) => !questionStopWords.has(lower) && lower !== 'per');
  return new Set(telling.map(({ lower }) => measureOf(stem(lower))));
}

function withoutUnit(column: string): string {
  const unit = [...column].findIndex((char, at) => at > 0 && opensUnit(char));
  return unit === -1 ? column : [...column].slice(0, unit).join('');
}
