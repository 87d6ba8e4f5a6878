import { createHash } from 'node:crypto';
import type { CacheScope } from '@docmind/contracts';
import { english } from '@docmind/language';

/**
 * Every part of the scope, and the embedder: answers of two scopes never have the same key. JSON keeps the parts apart whatever is in them.
 */
export function scopeKeyOf(scope: CacheScope, embedderId: string): string {
  const { tenant, namespace, model, prompt, conversation, corpus, queryType } = scope;
  return JSON.stringify([tenant, namespace, model, prompt, conversation, corpus, queryType, embedderId]);
}

/** Names a question in its scope. Long questions are named by their hash, which keeps keys short. */
export function exactKeyOf(scopeKey: string, question: string): string {
  return createHash('sha256').update(scopeKey).update('\0').update(english.questions.normalise(question)).digest('base64url');
}

const PARTS = ['tenant', 'namespace', 'model', 'prompt', 'conversation', 'corpus', 'queryType', 'embedder'] as const;

/** The parts of a scope's key by name, for stores that filter by each of them. */
export function scopePartsOf(scopeKey: string): Record<(typeof PARTS)[number], string> {
  const parts = JSON.parse(scopeKey) as string[];
  return Object.fromEntries(PARTS.map((name, at) => [name, parts[at] ?? ''])) as Record<(typeof PARTS)[number], string>;
}
