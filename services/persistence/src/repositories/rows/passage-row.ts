import type { DocumentPassage, Place } from '@docmind/contracts';
import { nameOf } from '../../documents/document-name.policy.js';

/** A chunk with its document's facts, as both databases select it. */
export interface PassageRow extends Omit<DocumentPassage, 'chunkId' | 'documentName' | 'page' | 'heading' | 'place'> {
  readonly id: number;
  readonly page: number | null;
  readonly heading: string | null;
  readonly place: string | null;
}

export function toPassage({ id, page, heading, place, ...rest }: PassageRow): DocumentPassage {
  return {
    ...rest,
    documentName: nameOf(rest.documentPath),
    chunkId: String(id),
    ...(page === null ? {} : { page }),
    ...(heading === null ? {} : { heading }),
    ...(place === null ? {} : { place: JSON.parse(place) as Place }),
  };
}
