import type { Citation } from '@docmind/contracts';
import { SCOPE } from '../entries/entry/entry.fixture.js';
import type { StoreRequest } from './answer-requests.js';

export function citation(documentId: string): Citation {
  return { documentId, documentName: `${documentId}.md`, chunkId: `${documentId}-1`, excerpt: 'kept for 35 days', score: 0.9 };
}

export function storeRequest(change: Partial<StoreRequest> & { documents?: string[]; corpus?: string } = {}): StoreRequest {
  const { documents = ['d1'], corpus = SCOPE.corpus, ...rest } = change;
  return {
    scope: { ...SCOPE, corpus },
    question: 'How long are daily snapshots kept?',
    answer: '35 days',
    citations: documents.map(citation),
    finishReason: 'stop',
    temperature: 0,
    grounded: true,
    ...rest,
  };
}
