import type { Page } from '@docmind/contracts';
import type { Rows } from './session-store.port.js';

/** Of text as it is kept; as JSON it may take six times as much, and still fits one message. */
export const MAX_PAGE_BYTES = 2 * 1024 * 1024;

/**
 * As many rows as the page wants and its bytes allow, but one at least: no more are taken from the source than that.
 * @param source the rows from the page's offset on, one more than it wants
 */
export function takeRows<Row>(source: Iterable<Row>, { limit, offset }: Page, bytesOf: (row: Row) => number): Rows<Row> {
  const rows: Row[] = [];
  let bytes = 0;
  for (const row of source) {
    bytes += bytesOf(row);
    if (rows.length === limit || (rows.length > 0 && bytes > MAX_PAGE_BYTES)) return { rows, next: offset + rows.length };
    rows.push(row);
  }
  return { rows, next: undefined };
}
