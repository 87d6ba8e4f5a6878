import type { ChatMessage } from '@docmind/contracts';
import { contentWords, splitSentences, wordsOf } from '../grounding/text.policy.js';

export const MAX_SUB_QUESTIONS = 3;

const QUESTION_WORD = '(?:what|how|when|who|where|which|why|is|are|does|do|can)';
const SECOND_QUESTION = new RegExp(
  `(?:,|;)?\\s+(?:and|or)\\s+(?:also\\s+)?(?=${QUESTION_WORD}\\b)|;\\s+(?=${QUESTION_WORD}\\b)|,\\s+(?=${QUESTION_WORD}\\b)`,
  'i',
);
const COMPARED =
  /\b(?:compare|differences?\s+between|differ\s+between|contrast)\s+(?:the\s+)?(.+?)\s+(?:and|with|to|versus|vs\.?)\s+(?:the\s+)?(.+?)[?.!]*$/i;
const VERSUS = /^(.+?)\s+(?:versus|vs\.?)\s+(.+?)[?.!]*$/i;

/** Splits a complex question by its own grammar. Undefined: the policy can't, and the model may be asked. */
export function splitQuestion(question: string): string[] | undefined {
  const parts = splitSentences(question)
    .flatMap((sentence) => sentence.split(/(?<=\?)\s+/))
    .flatMap((sentence) => sentence.split(SECOND_QUESTION))
    .map(asQuestion)
    .filter((part) => contentWords(part).size > 0);
  if (parts.length > 1) return withSubject(unique(parts)).slice(0, MAX_SUB_QUESTIONS);
  const compared = COMPARED.exec(question) ?? VERSUS.exec(question);
  if (compared?.[1] === undefined || compared[2] === undefined) return undefined;
  return [asQuestion(compared[1]), asQuestion(compared[2])];
}

/** "What is the backup plan and how long is it kept?": the second part needs the first one's subject to be searched for. */
function withSubject(parts: string[]): string[] {
  const [first, ...rest] = parts;
  if (first === undefined) return parts;
  return [first, ...rest.map((part) => (needsContext(part) ? `${first.replace(/\?$/, '')}: ${part}` : part))];
}

const REFERS_BACK = /\b(?:it|its|they|them|their|that|those|these|this|he|she|his|her|the same|there)\b/i;

export function needsContext(question: string): boolean {
  return REFERS_BACK.test(question) || contentWords(question).size < 2;
}

/** What is searched for when a question leans on the turn before it. */
export function standaloneQuestion(question: string, earlierQuestion: string | undefined): string {
  if (earlierQuestion === undefined) return question;
  const leans =
    /^(?:and|but|so|what about|how about)\b/i.test(question.trim()) || (needsContext(question) && wordsOf(question).length <= 10);
  return leans ? `${earlierQuestion} ${question}` : question;
}

/** What is searched for and checked against: a follow-up question together with the turn it leans on. */
export function searchedQuestions(asked: {
  readonly question: string;
  readonly subQuestions: readonly string[] | null;
  readonly conversation: readonly ChatMessage[];
}): string[] {
  const earlier = asked.conversation.filter((message) => message.role === 'user').at(-1)?.content;
  return (asked.subQuestions ?? [asked.question]).map((question) => standaloneQuestion(question, earlier));
}

/** Reads the model's list of sub-questions: one a line, with or without numbers; anything else gives the question itself. */
export function readPlan(text: string, question: string): string[] {
  const asked = contentWords(question);
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\d+[.)]|[-*])\s*/, '').trim())
    .filter((line) => line.endsWith('?') && line.length <= 300 && [...contentWords(line)].some((word) => asked.has(word)));
  const plan = unique(lines).slice(0, MAX_SUB_QUESTIONS);
  return plan.length > 1 ? plan : [question];
}

function asQuestion(text: string): string {
  const trimmed = text.trim().replace(/[.;,!]+$/, '');
  return trimmed.endsWith('?') ? trimmed : `${trimmed}?`;
}

function unique(parts: string[]): string[] {
  return [...new Set(parts)];
}
