import type { DocumentPassage } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { placeToOpen } from './place.policy.js';

const passage = (chunkId: string, page?: number): DocumentPassage => ({
  chunkId,
  documentId: 'd',
  documentName: 'a.pdf',
  documentPath: 'a.pdf',
  index: 0,
  text: 'Kept 35 days.',
  ...(page === undefined ? {} : { page }),
});
const quote = { documentId: 'd', documentName: 'a.pdf', chunkId: '7', page: 4, boxes: [{ page: 4, x: 1, y: 2, width: 3, height: 4 }] };

describe('placeToOpen', () => {
  it('is where the quote says', () => {
    expect(placeToOpen({ quote, passages: [passage('7', 4)] })).toEqual({ page: 4, boxes: quote.boxes });
  });

  it('is where the words stand now in a document that was read anew, without the boxes of the older one', () => {
    const mark = { at: 1, start: 0, end: 5 };
    expect(placeToOpen({ quote, passages: [passage('8', 1), passage('9', 2)], mark })).toEqual({ page: 2, boxes: [] });
  });

  it('is the first page where nothing is quoted, or the words are gone', () => {
    expect(placeToOpen({ quote: { documentId: 'd', documentName: 'a.pdf' }, passages: [passage('7', 4)] })).toEqual({ page: 1, boxes: [] });
    expect(placeToOpen({ quote, passages: [passage('8', 3)] })).toEqual({ page: 1, boxes: [] });
  });
});
