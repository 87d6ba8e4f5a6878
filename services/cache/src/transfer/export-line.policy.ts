import { cacheMetaSchema, cacheScopeSchema, citationSchema } from '@docmind/contracts';
import { z } from 'zod';
import type { CacheEntry, Lifetime } from '../entries/entry/cache-entry.js';

export const EXPORT_FORMAT = 'docmind-cache/1';

/**
 * One kept answer as a line of JSON. No tenant: an import puts everything into the importer's own. No vector: it is made anew, so that a
 * file from another embedder can be read and none of its vectors is ever compared with this one's.
 */
export const exportLineSchema = z.strictObject({
  format: z.literal(EXPORT_FORMAT),
  scope: z.strictObject(cacheScopeSchema.omit({ tenant: true }).shape),
  embedder: z.string(),
  question: z.string().min(1),
  answer: z.string().min(1).max(200_000),
  citations: z.array(citationSchema).max(64),
  epoch: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  agent: z.string().max(64).optional(),
  meta: cacheMetaSchema.optional(),
});
export type ExportLine = z.infer<typeof exportLineSchema>;

const scopeKeySchema = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string()]);

export function exportLineOf(entry: CacheEntry): ExportLine {
  const [, namespace, model, prompt, conversation, corpus, queryType, embedder] = scopeKeySchema.parse(JSON.parse(entry.scopeKey));
  const { question, answer, citations, epoch, agent, meta } = entry;
  return {
    format: EXPORT_FORMAT,
    scope: { namespace, model, prompt, conversation, corpus, queryType },
    embedder,
    question,
    answer,
    citations: [...citations],
    epoch,
    createdAt: new Date(entry.createdAtMs).toISOString(),
    expiresAt: new Date(entry.expiresAtMs).toISOString(),
    ...(agent === undefined ? {} : { agent }),
    ...(meta ? { meta } : {}),
  };
}

/** The line's own times, never later than an answer stored now would have; undefined when its time is over. */
export function lifetimeOf(line: ExportLine, nowMs: number, ttlMs: number): Lifetime | undefined {
  const createdAtMs = Math.min(Date.parse(line.createdAt), nowMs);
  const expiresAtMs = Math.min(Date.parse(line.expiresAt), nowMs + ttlMs);
  return expiresAtMs > nowMs ? { createdAtMs, expiresAtMs } : undefined;
}
