import type { Citation, Passage, SentenceCheck, Validation } from '@docmind/contracts';
import { nameOfLanguage, packOf } from '@docmind/language';
import type { CheckedSentence } from './draft-check.policy.js';
import type { DraftGate } from './draft-gate.policy.js';
import type { Evidence, Weighed } from './evidence/evidence-rules.policy.js';
import { asAnswer, type Candidate } from './evidence/candidates.policy.js';
import { citationOf } from './passages.policy.js';
import { placeOfQuote } from './quote-place.policy.js';
import { refusalOf, unsaidOf, unsearchedOf } from './own-words.policy.js';

export interface Decision {
  readonly answer: string;
  readonly citations: Citation[];
  /** For a refusal what comes nearest; it answers nothing. */
  readonly nearest: Citation[];
  readonly verdict: Validation;
}

/** A model that says the passages don't answer is believed unless a sentence speaks so clearly against it. */
const AGAINST_A_REFUSAL = 0.6;
/** A second sentence joins an extract where it is nearly as likely as the first. */
const SECOND_SENTENCE = 0.8;
const MAX_SENTENCES = 3;
const MAX_NEAREST = 3;

/**
 * What becomes of a draft: its sentences that were shown are the answer, and where they leave a question open the sentences follow that are
 * believed to answer it. Where nothing is believed the answer is that the documents don't say.
 * @param gate after the draft's last sentence
 */
export function decide(gate: DraftGate): Decision {
  const { weighed, shown } = gate;
  const chance = Math.max(0, ...weighed.flatMap(({ evidence }) => evidence.map((one) => one.chance)));
  if (gate.isHopeless) return refusal(weighed, chance, ['no sentence of the documents is believed to answer it']);
  if (gate.gaveUp && shown.length === 0 && chance < AGAINST_A_REFUSAL)
    return refusal(weighed, chance, ['the model found no answer in the passages']);
  return answered(gate, chance);
}

/** The passages' own words are believed by the same measure as a draft. */
function answered(gate: DraftGate, chance: number): Decision {
  const { shown, problems } = gate;
  const open = gate.asked.filter((question) => !gate.answers(question));
  const picked = [...new Set(open.flatMap((question) => pick(question.believed)))].slice(0, MAX_SENTENCES);
  const unsaid = open.filter((question) => question.believed.length === 0);
  const whole = unsaid.length === 0;
  const extracts = picked.map((support): CheckedSentence => ({ text: asAnswer(support), status: 'supported', problems: [], support }));
  const sentences = [...shown, ...extracts];
  return {
    answer: [
      ...shown.map(({ text }) => text),
      ...picked.map((support) => `${asAnswer(support)} [${sourceLabel(support.passage)}]`),
      ...unsaid.map(({ question }) => unsaidOf(question)),
    ].join(' '),
    citations: citationsOf([...new Set(sentences.flatMap(({ support }) => (support ? [support] : [])))]),
    nearest: [],
    verdict: {
      grounded: whole,
      mode: shown.length > 0 ? 'generated' : 'extractive',
      answers: whole ? 'fully' : 'partly',
      chance,
      sentences: sentences.map(sentenceOf),
      problems: shown.length > 0 ? problems : gate.whyNot(),
    },
  };
}

function pick(list: readonly Evidence[]): Candidate[] {
  const [first, second] = list;
  if (first === undefined) return [];
  return second !== undefined && second.chance >= first.chance * SECOND_SENTENCE ? [first.candidate, second.candidate] : [first.candidate];
}

/** The documents don't say: an outcome of its own, with what comes nearest beside it. */
export function refusal(weighed: readonly Weighed[], chance: number, problems: string[], question = weighed[0]?.question ?? ''): Decision {
  const nearest = weighed.flatMap(({ evidence }) => evidence.slice(0, MAX_NEAREST)).map(({ candidate }) => candidate);
  return {
    answer: refusalOf(question),
    citations: [],
    nearest: citationsOf([...new Set(nearest)].slice(0, MAX_NEAREST)),
    verdict: { grounded: false, mode: 'refused', answers: 'no', chance, sentences: [], problems: [...problems, ...readAsEnglish(weighed)] },
  };
}

/** What is believed was measured in English, so a refusal in another language says less. */
function readAsEnglish(weighed: readonly Weighed[]): string[] {
  const other = weighed.map(({ question }) => packOf(question).tag).find((tag) => tag !== 'en');
  if (other === undefined) return [];
  return [`the question seems to be ${nameOfLanguage(other)}, and whether a sentence answers was measured for English questions only`];
}

/** Where something could not be looked up: the answer says so, and is neither grounded nor whole. */
export function lacking(decision: Decision, failures: readonly string[], question: string): Decision {
  if (failures.length === 0) return decision;
  const { verdict } = decision;
  const answers = verdict.answers === 'fully' ? 'partly' : verdict.answers;
  // What was not looked up may say it.
  const answer = verdict.mode === 'refused' ? unsearchedOf(question) : decision.answer;
  return { ...decision, answer, verdict: { ...verdict, grounded: false, answers, problems: [...failures, ...verdict.problems] } };
}

/** Talk that rests on no document: nothing was checked, so nothing is called grounded. */
export const UNCHECKED: Validation = { grounded: false, mode: 'chat', answers: 'unchecked', sentences: [], problems: [] };

function sentenceOf({ text, status, problems, support }: CheckedSentence): SentenceCheck {
  if (support === undefined) return { text, status, problems: [...problems] };
  const { passage, start, end } = support;
  const { documentId, documentName, documentPath, chunkId, heading, page } = passage;
  const place = {
    documentId,
    documentName,
    documentPath,
    chunkId,
    ...(heading === undefined ? {} : { heading }),
    ...(page === undefined ? {} : { page }),
    ...placeOfQuote(passage, start, end),
  };
  return { text, status, problems: [...problems], support: { ...place, start, end, quote: passage.text.slice(start, end) } };
}

/** A sentence of a passage, borne out by itself. */
export function quotationOf(support: Candidate): SentenceCheck {
  return sentenceOf({ text: support.text, status: 'supported', problems: [], support });
}

export function citationsOf(candidates: readonly Candidate[]): Citation[] {
  const byChunk = new Map<string, Candidate[]>();
  for (const candidate of candidates)
    byChunk.set(candidate.passage.chunkId, [...(byChunk.get(candidate.passage.chunkId) ?? []), candidate]);
  return [...byChunk.values()].map((group) =>
    citationOf((group[0] as Candidate).passage, group.map(({ text }) => text).join(' '), placeOfAll(group)),
  );
}

/** Of several sentences of one passage: the page's label, and the boxes of all. */
function placeOfAll(group: readonly Candidate[]): Pick<Citation, 'pageLabel' | 'boxes'> {
  const places = group.map(({ passage, start, end }) => placeOfQuote(passage, start, end));
  const pageLabel = places[0]?.pageLabel;
  const boxes = places.flatMap((place) => place.boxes ?? []);
  return { ...(pageLabel === undefined ? {} : { pageLabel }), ...(boxes.length === 0 ? {} : { boxes }) };
}

function sourceLabel(passage: Passage): string {
  return passage.page === undefined ? passage.documentName : `${passage.documentName}, page ${passage.page}`;
}
