import type { Citation, Passage } from '@docmind/contracts';
import { anyLanguage } from '@docmind/language';
import { overlap } from './word-overlap.policy.js';

const { contentWords } = anyLanguage.words;

/** bge-small gives unrelated English text about 0.4 to 0.55. */
const RELATED_SIMILARITY = 0.6;
const EXCERPT_CHARS = 300;

/** Interleaves what each sub-question found, best first, each chunk once. */
export function mergeFindings(findings: readonly { order: number; passages: readonly Passage[] }[], limit: number): Passage[] {
  const lists = [...findings].sort((left, right) => left.order - right.order).map((finding) => finding.passages);
  const merged = new Map<string, Passage>();
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let rank = 0; rank < longest; rank += 1) {
    for (const list of lists) {
      const passage = list[rank];
      if (passage !== undefined && !merged.has(passage.chunkId)) merged.set(passage.chunkId, passage);
    }
  }
  return [...merged.values()].slice(0, limit);
}

/** Search always returns something; what neither resembles the question nor shares a word with it is no source. */
export function relatedPassages(question: string, passages: readonly Passage[]): Passage[] {
  const asked = contentWords(question);
  return passages.filter((passage) => {
    if ((passage.similarity ?? 0) >= RELATED_SIMILARITY) return true;
    return overlap(asked, contentWords(`${passage.heading ?? ''} ${passage.documentName} ${passage.text}`)) > 0;
  });
}

export function citationOf(passage: Passage, excerpt: string, place: Pick<Citation, 'pageLabel' | 'boxes'> = {}): Citation {
  return {
    documentId: passage.documentId,
    documentName: passage.documentName,
    chunkId: passage.chunkId,
    ...(passage.page === undefined ? {} : { page: passage.page }),
    ...place,
    excerpt: excerpt.length > EXCERPT_CHARS ? `${excerpt.slice(0, EXCERPT_CHARS - 1)}…` : excerpt,
    score: passage.score,
  };
}
