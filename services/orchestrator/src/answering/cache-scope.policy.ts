import { createHash } from 'node:crypto';
import type { CacheScope, DocumentFilter, TextMessage } from '@docmind/contracts';
import { ANSWER_SYSTEM_PROMPT, CHAT_SYSTEM_PROMPT, systemText } from '../agents/prompt.policy.js';
import type { QueryRoute, Sampling } from '../graph/agent-question.js';

export const DOCUMENTS_CORPUS = 'documents';

export interface ScopeFacts {
  readonly tenant: string;
  readonly namespace: string;
  readonly model: string;
  readonly conversation: readonly TextMessage[];
  readonly route: QueryRoute;
  readonly filter?: DocumentFilter | undefined;
  readonly maxTokens: number;
  readonly sampling: Sampling;
}

/** Everything but the question's own words that may change the answer; two questions share one only where all of it is equal. */
export function cacheScopeOf(facts: ScopeFacts): CacheScope {
  const { tenant, namespace, model, route } = facts;
  return {
    tenant,
    namespace,
    model,
    prompt: promptFingerprint(facts),
    conversation: conversationFingerprint(facts.conversation),
    corpus: route === 'documents' ? corpusOf(facts.filter) : '',
    queryType: route,
  };
}

/** Answers of some documents are no answers of all of them, nor of others. */
function corpusOf(filter: DocumentFilter | undefined): string {
  if (filter === undefined) return DOCUMENTS_CORPUS;
  const parts = [filter.documentIds, filter.tags, filter.under].map((names) => (names === undefined ? null : [...new Set(names)].sort()));
  return `${DOCUMENTS_CORPUS}:${fingerprintOf(parts)}`;
}

function promptFingerprint({ route, conversation, maxTokens, sampling, model }: ScopeFacts): string {
  const own = route === 'documents' ? ANSWER_SYSTEM_PROMPT : CHAT_SYSTEM_PROMPT;
  const { temperature, topP = null, seed = null, stop = null } = sampling;
  return fingerprintOf([own, systemText(conversation), model, maxTokens, temperature, topP, seed, stop]);
}

/** '' for a first turn; system messages belong to the prompt. */
export function conversationFingerprint(conversation: readonly TextMessage[]): string {
  const turns = conversation.filter((message) => message.role !== 'system' && message.role !== 'developer');
  return turns.length === 0 ? '' : fingerprintOf(turns.map(({ role, content }) => [role, content]));
}

/** The same for equal values whose parts are in the same order. */
export function fingerprintOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
