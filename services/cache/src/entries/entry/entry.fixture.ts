import type { CacheScope } from '@docmind/contracts';
import type { CacheEntry } from './cache-entry.js';
import { exactKeyOf } from './keys.policy.js';

export const SCOPE: CacheScope = {
  tenant: 't1',
  namespace: 'ns',
  model: 'docmind',
  prompt: 'p1',
  conversation: '',
  corpus: 'all',
  queryType: 'fact',
};

export function entry(change: Partial<CacheEntry> & { id: string }): CacheEntry {
  const { scopeKey = 'scope-1', question = `question ${change.id}` } = change;
  return {
    scopeKey,
    exactKey: exactKeyOf(scopeKey, question),
    tenant: 't1',
    namespace: 'ns',
    model: 'docmind',
    question,
    answer: `answer ${change.id}`,
    citations: [],
    fromDocuments: false,
    epoch: 0,
    createdAtMs: 1_000_000,
    expiresAtMs: 2_000_000,
    ...change,
  };
}
