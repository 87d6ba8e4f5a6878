import type { GraphOptions, QueryReply, QueryTrace } from '@docmind/contracts';
import type { FreshAnswer } from '../../answering/answer.service.js';
import type { Routed } from '../../graph/agent-question.js';
import { TokenLedger } from '../../graph/token-ledger.js';

/** Of an answer from the cache there is the router's turn alone. */
export function traceOf(reply: QueryReply, routed: Routed, fresh: FreshAnswer | undefined, options: GraphOptions, at: Date): QueryTrace {
  const { id, question, sessionId, cache, usage } = reply;
  const { mode, grounded, answers, problems } = reply.validation;
  const { route, complexity, why, decidedBy = 'policy' } = routed;
  return {
    id,
    at: at.toISOString(),
    question,
    ...(sessionId === undefined ? {} : { sessionId }),
    totalMs: reply.timings.totalMs,
    routing: { route, complexity, why, decidedBy },
    cache,
    validation: { mode, grounded, answers, problems },
    options,
    ...(fresh?.trace ?? routingAlone(routed)),
    usage,
  };
}

function routingAlone({ durationMs, spent = [] }: Routed): FreshAnswer['trace'] {
  const ledger = new TokenLedger();
  for (const call of spent) ledger.add(call);
  const agents = [{ agent: 'query_router' as const, startedAtMs: 0, durationMs }];
  return { messages: [], handoffs: [], toolCalls: [], agents, tokens: ledger.entries, coordinationMs: 0, leftOut: 0 };
}
