import { CACHE_EXPORT_FORMAT, type CacheExportLine } from '@docmind/contracts';
import { z } from 'zod';
import type { CacheEntry, Lifetime } from '../entries/entry/cache-entry.js';

const scopeKeySchema = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string()]);

export function exportLineOf(entry: CacheEntry): CacheExportLine {
  const [, namespace, model, prompt, conversation, corpus, queryType, embedder] = scopeKeySchema.parse(JSON.parse(entry.scopeKey));
  const { question, answer, citations, epoch, agent, meta } = entry;
  return {
    format: CACHE_EXPORT_FORMAT,
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
export function lifetimeOf(line: CacheExportLine, nowMs: number, ttlMs: number): Lifetime | undefined {
  const createdAtMs = Math.min(Date.parse(line.createdAt), nowMs);
  const expiresAtMs = Math.min(Date.parse(line.expiresAt), nowMs + ttlMs);
  return expiresAtMs > nowMs ? { createdAtMs, expiresAtMs } : undefined;
}
