import { type CacheHit, type QueryReply, validationSchema } from '@docmind/contracts';
import type { FreshAnswer } from '../answering/answer.service.js';
import { UNCHECKED } from '../grounding/decide.policy.js';
import { enginesOf, sumOf } from '../graph/token-ledger.js';
import type { QueryOutcome, Question } from './query.types.js';
import type { PreparedQuestion } from './question-preparation.service.js';

/** How an answer came about. */
type Making = Pick<QueryReply, 'model' | 'engines' | 'validation' | 'degraded' | 'agents' | 'usage'> & Pick<QueryOutcome, 'finishReason'>;

export function outcomeOf(
  question: Question,
  prepared: PreparedQuestion,
  answered: FreshAnswer | CacheHit,
  timings: QueryReply['timings'],
): QueryOutcome {
  const { finishReason, ...made } = 'verdict' in answered ? makingOf(answered) : makingOfKept(prepared);
  const reply: QueryReply = {
    id: prepared.id,
    question: question.text,
    ...understoodAs(question, prepared),
    answer: answered.answer,
    sources: answered.citations,
    nearest: 'nearest' in answered ? answered.nearest : [],
    ...(question.sessionId === undefined ? {} : { sessionId: question.sessionId }),
    ...made,
    cache: prepared.outcome,
    timings,
  };
  return { reply, finishReason };
}

function understoodAs({ text }: Question, { request: { asked } }: PreparedQuestion): Pick<QueryReply, 'understoodAs'> {
  return asked.question === text ? {} : { understoodAs: asked.question };
}

function makingOf({ model, verdict, degraded, trace, usage, finishReason }: FreshAnswer): Making {
  const agents = trace.agents.map(({ agent, durationMs }) => ({ agent, durationMs }));
  return { model, engines: enginesOf(trace.tokens), validation: verdict, degraded: [...degraded], agents, usage, finishReason };
}

/** Giving a kept answer again takes no agent, and no token but the router's; what was found out about it was kept with it. */
function makingOfKept({ hit, request }: PreparedQuestion): Making {
  const kept = validationSchema.safeParse(hit?.meta?.validation);
  const validation = kept.success ? kept.data : UNCHECKED;
  const { spent = [] } = request.asked.routed;
  const usage = sumOf(spent.map((call) => call.usage));
  return { model: request.scope.model, engines: enginesOf(spent), validation, degraded: [], agents: [], usage, finishReason: 'stop' };
}
