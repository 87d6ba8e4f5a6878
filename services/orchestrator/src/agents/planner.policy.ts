import { anyLanguage, english, oneOf, withoutEnd } from '@docmind/language';
import { z } from 'zod';
import { readJson } from './model-json.policy.js';

const { contentWords } = anyLanguage.words;

export const MAX_SUB_QUESTIONS = 3;

/** Splits a complex question by its own grammar. Undefined: the policy can't, and the model may be asked. */
export function splitQuestion(question: string): string[] | undefined {
  const parts = english.sentences
    .split(question)
    .flatMap(anyLanguage.questions.parts)
    .map(asQuestion)
    .filter((part) => contentWords(part).size > 0);
  if (parts.length > 1) return withSubject(unique(parts)).slice(0, MAX_SUB_QUESTIONS);
  return english.questions.comparedThings(question)?.map(asQuestion);
}

/** "What is the backup plan and how long is it kept?": the second part needs the first one's subject to be searched for. */
function withSubject(parts: string[]): string[] {
  const [first, ...rest] = parts;
  if (first === undefined) return parts;
  return [first, ...rest.map((part) => (needsContext(part) ? `${first.replace(/\?$/, '')}: ${part}` : part))];
}

export function needsContext(question: string): boolean {
  return english.talk.refersBack(question) || contentWords(question).size < 2;
}

/** What is searched for and checked against. */
export function searchedQuestions(asked: {
  readonly question: string;
  readonly subQuestions: readonly string[] | null;
}): readonly string[] {
  return asked.subQuestions ?? [asked.question];
}

const modelsPlan = z.strictObject({ questions: z.array(z.string().min(1).max(300)).min(1).max(MAX_SUB_QUESTIONS) });

/** What the model's plan must be. */
export const PLAN_SCHEMA = { name: 'plan', schema: z.toJSONSchema(modelsPlan) };

/** The model's plan, as far as it asks for what was asked; the question itself where it isn't a plan, or none of two parts. */
export function readPlan(text: string, question: string): string[] {
  const asked = contentWords(question);
  const questions = (readJson(modelsPlan, text)?.questions ?? []).map((part) => asQuestion(part));
  const plan = unique(questions.filter((part) => [...contentWords(part)].some((word) => asked.has(word))));
  return plan.length > 1 ? plan : [question];
}

function asQuestion(text: string): string {
  const trimmed = withoutEnd(text.trim(), oneOf('.;,!'));
  return trimmed.endsWith('?') ? trimmed : `${trimmed}?`;
}

function unique(parts: string[]): string[] {
  return [...new Set(parts)];
}
