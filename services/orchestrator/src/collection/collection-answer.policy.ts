import type { StoredDocument, Validation } from '@docmind/contracts';
import type { AgentAnswer } from '../graph/agent-answer.js';
import { citationsOf, quotationOf, refusal } from '../grounding/decide.policy.js';
import type { Candidate } from '../grounding/evidence/candidates.policy.js';
import { oppositeSentences, tellingSentences } from './summary.policy.js';

export type CollectionAnswer = AgentAnswer;

export interface ReadDocument {
  readonly document: StoredDocument;
  readonly candidates: readonly Candidate[];
  /** All its passages were read. */
  readonly isWhole: boolean;
}

const MOST_LISTED = 50;
const SENTENCES = { about: 2, summary: 6 } as const;
const PAIRS = 3;

/** Read from the index itself, so that no passage could bear it out or speak against it. */
export function listing(documents: readonly StoredDocument[]): CollectionAnswer {
  const lines = documents.slice(0, MOST_LISTED).map(({ path, updatedAt, pages }) => {
    const size = pages > 0 ? `, ${pages} page${pages === 1 ? '' : 's'}` : '';
    return `- ${path} (read in on ${updatedAt.slice(0, 10)}${size})`;
  });
  const more = documents.length - lines.length;
  const head = headOf(documents.length);
  const tail = more > 0 ? [`and ${more} more; GET /documents lists all.`] : [];
  const verdict: Validation = { grounded: false, mode: 'listing', answers: 'fully', sentences: [], problems: [] };
  return {
    answer: [head, ...lines, ...tail].join('\n'),
    route: 'documents',
    citations: [],
    nearest: [],
    verdict,
    degraded: [],
    finishReason: 'stop',
  };
}

/** A model that is asked all the same makes something up. */
export function noDocuments(): CollectionAnswer {
  const answer = 'There are no documents yet, so nothing could be looked up. Add some, and ask again.';
  return { ...refusal([], 0, ['there are no documents']), answer, route: 'documents', degraded: [], finishReason: 'stop' };
}

function headOf(count: number): string {
  if (count === 0) return 'There are no documents.';
  return count === 1 ? 'There is one document:' : `There are ${count} documents:`;
}

export function summary(asks: 'about' | 'summary', read: readonly ReadDocument[]): CollectionAnswer {
  const parts = read.map(({ document, candidates }) => ({ document, sentences: tellingSentences(candidates, SENTENCES[asks]) }));
  const texts = parts.map(({ document, sentences }) => `${document.path}: ${sentences.map(({ text }) => text).join(' ')}`);
  return quoted(
    texts.join('\n'),
    parts.flatMap(({ sentences }) => sentences),
    read,
  );
}

/** What both speak of, side by side; what each is about where they share nothing. */
export function comparison(read: readonly ReadDocument[]): CollectionAnswer {
  const [left, right] = read as [ReadDocument, ReadDocument];
  const pairs = oppositeSentences(left.candidates, right.candidates, PAIRS);
  if (pairs.length === 0) return summary('about', read);
  const lines = pairs.flatMap(([one, two]) => [`${left.document.path}: ${one.text}`, `${right.document.path}: ${two.text}`]);
  return quoted(lines.join('\n'), pairs.flat(), read);
}

/** The documents' own sentences: each is borne out by itself. Whether they are the ones that matter is not checked. */
function quoted(answer: string, sentences: readonly Candidate[], read: readonly ReadDocument[]): CollectionAnswer {
  const isWhole = read.every((one) => one.isWhole);
  const verdict: Validation = {
    grounded: isWhole && sentences.length > 0,
    mode: 'extractive',
    answers: isWhole ? 'fully' : 'partly',
    sentences: sentences.map(quotationOf),
    problems: isWhole ? [] : ['the document is longer than what was read of it'],
  };
  return { answer, route: 'documents', citations: citationsOf(sentences), nearest: [], verdict, degraded: [], finishReason: 'stop' };
}
