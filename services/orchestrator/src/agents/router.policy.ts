import type { RouteDecision } from '../graph/agent-question.js';
import { contentWords, wordsOf } from '../grounding/text.policy.js';

const SMALL_TALK =
  /^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|night)|thanks|thank you|thx|bye|goodbye|see you|how are you|how is it going|who are you|what are you|what can you do|ok|okay|great|nice|cool)\b/i;
const CREATIVE =
  /^(?:please\s+)?(?:(?:can|could) you\s+)?(?:write|compose|draft|invent|imagine|translate|rewrite|rephrase|paraphrase|proofread|sing|roleplay|pretend|brainstorm|tell me a (?:joke|story)|say)\b/i;
const DOCUMENT_WORDS = /\b(?:documents?|files?|pdfs?|uploaded|manual|handbook|according to|in (?:my|our|the) (?:notes|docs))\b/i;
const COMPLEX =
  /\b(?:compare|comparison|differences?|differ|versus|vs\.?|contrast|both|respectively)\b|(?:,|;|\band|\bor)\s+(?:also\s+)?(?:what|how|when|who|where|which|why|is|are|does|do|can)\b/i;
const LONG_QUESTION_WORDS = 40;

/** Documents are asked wherever there are any, unless the question plainly isn't about them. */
export function routeQuestion(question: string, facts: { corpusEmpty: boolean }): RouteDecision {
  if (isSmallTalk(question)) return { route: 'small_talk', complexity: 'simple', why: 'a greeting or a courtesy' };
  if (facts.corpusEmpty) return { route: 'chat', complexity: 'simple', why: 'no document is indexed' };
  if (CREATIVE.test(question.trim()) && !DOCUMENT_WORDS.test(question)) {
    return { route: 'chat', complexity: 'simple', why: 'asks for a text of its own, not for a fact' };
  }
  const complex = isComplex(question);
  return { route: 'documents', complexity: complex ? 'complex' : 'simple', why: complex ? 'asks for several facts' : 'asks for one fact' };
}

function isSmallTalk(question: string): boolean {
  const trimmed = question.trim();
  if (contentWords(trimmed).size === 0 && wordsOf(trimmed).length > 0 && !trimmed.endsWith('?')) return true;
  return SMALL_TALK.test(trimmed) && wordsOf(trimmed).length <= 6 && !DOCUMENT_WORDS.test(trimmed);
}

export function isComplex(question: string): boolean {
  const marks = question.match(/\?/g)?.length ?? 0;
  return marks > 1 || COMPLEX.test(question) || wordsOf(question).length > LONG_QUESTION_WORDS;
}
