import type { QueryRequest } from '@docmind/contracts';
import { DEFAULT_NAMESPACE, type Question } from './query.types.js';

/** What is asked, in our own form. */
export function questionOf(request: QueryRequest, defaultMaxTokens: number): Question {
  const { documents, tags, folders } = request;
  return {
    text: request.question,
    namespace: request.namespace ?? DEFAULT_NAMESPACE,
    ...(request.sessionId === undefined ? {} : { sessionId: request.sessionId }),
    documents: { documents, tags, folders },
    conversation: [],
    cache: request.cache ?? 'use',
    maxTokens: request.maxTokens ?? defaultMaxTokens,
    sampling: { temperature: 0 },
  };
}
