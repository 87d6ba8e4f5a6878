import type { Citation, Passage } from '@docmind/contracts';
import { english } from '@docmind/language';
import { overlap } from './word-overlap.policy.js';

const { contentWords } = english.words;

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

export function citationOf(passage: Passage, excerpt: string): Citation {
  return {
    documentId: passage.documentId,
    documentName: passage.documentName,
    chunkId: passage.chunkId,
    ...(passage.page === undefined ? {} : { page: passage.page }),
    excerpt: excerpt.length > EXCERPT_CHARS ? `${excerpt.slice(0, EXCERPT_CHARS - 1)}…` : excerpt,
    score: passage.score,
  };
}

/** The passages an answer rests on: those whose best sentence shares most with question and answer. */
export function citationsFor(question: string, answer: string, passages: readonly Passage[], limit = 3): Citation[] {
  const wanted = contentWords(`${question} ${answer}`);
  const rated = passages.map((passage) => {
    const sentences = english.sentences.split(passage.text).map((text) => ({ text, shared: overlap(wanted, contentWords(text)) }));
    const best = sentences.reduce((top, next) => (next.shared > top.shared ? next : top), { text: passage.text, shared: 0 });
    return { passage, ...best };
  });
  const top = Math.max(0, ...rated.map((one) => one.shared));
  const kept = rated.filter((one) => one.shared > 0 && one.shared * 2 >= top).sort((left, right) => right.shared - left.shared);
  return kept.slice(0, limit).map((one) => citationOf(one.passage, one.text));
}
