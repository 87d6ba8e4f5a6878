import type { CacheHit } from '@docmind/contracts';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import type { Judged } from '../likeness/hit-judge.js';

export function exactHit(entry: CacheEntry, ageSeconds: number): CacheHit {
  const why = 'The same question in the same scope was answered before';
  return { ...hit(entry, ageSeconds), result: 'exact', similarity: 1, probability: 1, why };
}

export function semanticHit({ near, judgement }: Judged, ageSeconds: number): CacheHit {
  const { probability, why } = judgement;
  return { ...hit(near.entry, ageSeconds), result: 'semantic', similarity: near.cosine, probability, why };
}

function hit(entry: CacheEntry, ageSeconds: number): Omit<CacheHit, 'result' | 'similarity' | 'probability' | 'why'> {
  const { id, question, answer, citations, agent: storedBy, meta } = entry;
  return {
    entry: id,
    question,
    answer,
    citations: [...citations],
    ageSeconds,
    ...(storedBy === undefined ? {} : { storedBy }),
    ...(meta ? { meta } : {}),
  };
}
