import type { RouteDecision } from '../graph/agent-question.js';
import { anyLanguage, english } from '@docmind/language';
import { z } from 'zod';
import { readJson } from './model-json.policy.js';

/** "Thanks, that was clear." */
const WORDS_OF_AN_ASIDE = 2;
const LONG_QUESTION_WORDS = 40;

/** Documents are asked, unless the question plainly isn't about them. */
export function routeQuestion(question: string): RouteDecision {
  if (isSmallTalk(question)) return { route: 'small_talk', complexity: 'simple', why: 'a greeting or a courtesy' };
  if (english.talk.asksForOwnText(question) && !english.talk.speaksOfDocuments(question)) {
    return { route: 'chat', complexity: 'simple', why: 'asks for a text of its own, not for a fact' };
  }
  const complex = isComplex(question);
  return { route: 'documents', complexity: complex ? 'complex' : 'simple', why: complex ? 'asks for several facts' : 'asks for one fact' };
}

/**
 * Somebody says something of his own and asks nothing: "My dog is called Rex." It may be a search in few words all the same, so the policy asks the
 * documents, and says that it isn't sure.
 */
export function isUnsure(question: string, { route }: RouteDecision): boolean {
  if (route !== 'documents' || question.includes('?') || english.talk.speaksOfDocuments(question)) return false;
  const words = english.words.wordsIn(question);
  return english.guards.ownersIn(words).includes('my') && !words.some(english.questions.isQuestionWord);
}

const modelsRoute = z.strictObject({ route: z.enum(['documents', 'chat']) });

/** What the model's answer must be. */
export const ROUTE_SCHEMA = { name: 'route', schema: z.toJSONSchema(modelsRoute) };

/** Undefined for anything else than the schema allows. */
export function readRoute(text: string): 'documents' | 'chat' | undefined {
  return readJson(modelsRoute, text)?.route;
}

function isSmallTalk(question: string): boolean {
  const asked = english.talk.withoutCourtesy(question);
  if (asked === '') return true;
  if (english.talk.isAsked(asked)) return false;
  const { size } = english.words.contentWords(asked);
  return size === 0 || (asked !== question && size <= WORDS_OF_AN_ASIDE);
}

export function isComplex(question: string): boolean {
  const marks = question.match(/\?/g)?.length ?? 0;
  return marks > 1 || anyLanguage.questions.asksSeveral(question) || lengthOf(question) > LONG_QUESTION_WORDS;
}

function lengthOf(question: string): number {
  return english.words.tokenise(question).length;
}
