import { type CacheHit, type QueryReply, type Validation, validationSchema } from '@docmind/contracts';
import type { FreshAnswer } from '../answering/answer.service.js';
import type { QueryOutcome, Question } from './query.types.js';
import type { PreparedQuestion } from './question-preparation.service.js';

/** How an answer came about. */
type Making = Pick<QueryReply, 'model' | 'validation' | 'agents' | 'usage'> & Pick<QueryOutcome, 'finishReason'>;

const NO_USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

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
    answer: answered.answer,
    sources: answered.citations,
    ...(question.sessionId === undefined ? {} : { sessionId: question.sessionId }),
    ...made,
    cache: prepared.outcome,
    timings,
  };
  return { reply, finishReason };
}

function makingOf({ model, verdict, agents, usage, finishReason }: FreshAnswer): Making {
  return { model, validation: verdict, agents, usage, finishReason };
}

/** Only complete, validated answers are kept; giving one again takes no agent and no token. */
function makingOfKept(prepared: PreparedQuestion): Making {
  const validation = { grounded: true, mode: keptMode(prepared), problems: [] };
  return { model: prepared.request.scope.model, validation, agents: [], usage: NO_USAGE, finishReason: 'stop' };
}

/** How the answer was made when it was kept. */
function keptMode({ hit, request }: PreparedQuestion): Validation['mode'] {
  const kept = validationSchema.shape.mode.safeParse(hit?.meta?.mode);
  if (kept.success) return kept.data;
  return request.scope.queryType === 'documents' ? 'generated' : 'chat';
}
