// How an answer is to be taken, in one word that the page shows with a sign and a text of its own: colour alone says nothing.
import type { QueryReply } from '@docmind/contracts';

export const VERDICTS = ['supported', 'quoted', 'partly', 'conflict', 'refused', 'listing', 'unchecked', 'unsupported'] as const;
export type Verdict = (typeof VERDICTS)[number];

export function verdictOf({ validation }: Pick<QueryReply, 'validation'>): Verdict {
  const { mode, grounded, answers, disagreement } = validation;
  if (mode === 'refused') return 'refused';
  if (mode === 'chat') return 'unchecked';
  if (mode === 'listing') return 'listing';
  if (disagreement !== undefined) return 'conflict';
  if (answers === 'partly') return 'partly';
  if (!grounded) return 'unsupported';
  return mode === 'extractive' ? 'quoted' : 'supported';
}
