import type { Box } from '@docmind/contracts';
import type { OpenSource } from './source.js';

/** Where a PDF is to be opened. */
export interface PagePlace {
  /** From 1. */
  readonly page: number;
  readonly boxes: readonly Box[];
}

/** The same one each time, so that nothing is drawn anew for it. */
const NONE: readonly Box[] = [];

/**
 * The quote's own page and boxes hold while its passage is there. A document that was read anew has other passages: then it is the page of the
 * passage that has the words now, without boxes.
 */
export function placeToOpen({ quote, passages, mark }: Pick<OpenSource, 'quote' | 'passages' | 'mark'>): PagePlace {
  const { page, boxes = NONE } = quote;
  const isSame = passages.some(({ chunkId }) => chunkId === quote.chunkId);
  if (isSame && page !== undefined) return { page: boxes[0]?.page ?? page, boxes };
  return { page: pageOf(passages, mark) ?? 1, boxes: NONE };
}

function pageOf(passages: OpenSource['passages'], mark: OpenSource['mark']): number | undefined {
  return mark && passages[mark.at]?.page;
}
