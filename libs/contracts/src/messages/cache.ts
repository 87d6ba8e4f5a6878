import { z } from 'zod';
import { defineCall, repeatable } from './contract.js';
import { citationSchema, documentIdSchema, identifierSchema, vectorSchema } from '../primitives/primitives.js';

const MAX_META_CHARS = 32_768;

/**
 * Every part of a scope is a hard filter: two questions with a different part never share an answer.
 * `conversation` is the hash of earlier turns ('' for a first turn); `corpus` is '' where no documents are asked.
 */
export const cacheScopeSchema = z.object({
  tenant: identifierSchema,
  namespace: identifierSchema,
  model: z.string().min(1).max(256),
  prompt: z.string().min(1).max(128),
  conversation: z.string().max(128),
  corpus: z.string().max(128),
  queryType: z.string().min(1).max(64),
});
export type CacheScope = z.infer<typeof cacheScopeSchema>;

/** What whoever stores an answer wants back with each hit. The cache keeps it and reads nothing of it. */
export const cacheMetaSchema = z
  .record(z.string().max(64), z.json())
  .refine((meta) => JSON.stringify(meta).length <= MAX_META_CHARS, `must have at most ${MAX_META_CHARS} characters as JSON`);
export type CacheMeta = z.infer<typeof cacheMetaSchema>;

export const cacheTierSchema = z.enum(['exact', 'semantic']);

export const cacheLookupRequestSchema = z.object({
  scope: cacheScopeSchema,
  question: z.string().min(1).max(32_000),
  /** Stricter false-hit budget than the service's own; a looser one is ignored. */
  maxFalseHit: z.number().nonnegative().max(1).optional(),
  /** Answers older than this are no hit. */
  maxAgeSeconds: z.number().int().nonnegative().optional(),
  /** The corpus epoch the caller knows; an older cache answers miss. */
  epoch: z.number().int().nonnegative().optional(),
  agent: z.string().max(64).optional(),
  /** The caller can answer the question anew and report both answers by `cache.semantic.check`. */
  mayCheck: z.boolean().optional(),
});
export const cacheHitSchema = z.object({
  result: cacheTierSchema,
  entry: z.string(),
  question: z.string(),
  answer: z.string(),
  citations: z.array(citationSchema),
  similarity: z.number(),
  probability: z.number(),
  ageSeconds: z.number().nonnegative(),
  /** One plain sentence: why this entry was judged to answer the question. */
  why: z.string(),
  /** The agent whose answer it is, where it said its name. */
  storedBy: z.string().optional(),
  meta: cacheMetaSchema.optional(),
  /** This hit is one of the sampled share: please answer the question anew, in time that nobody waits in, and report it. */
  check: z.literal(true).optional(),
});
export type CacheHit = z.infer<typeof cacheHitSchema>;
export const cacheLookupReplySchema = z.discriminatedUnion('result', [
  cacheHitSchema.extend({ result: z.literal('exact') }),
  cacheHitSchema.extend({ result: z.literal('semantic') }),
  z.object({ result: z.literal('miss'), why: z.string() }),
]);
export type CacheLookupReply = z.infer<typeof cacheLookupReplySchema>;

export const cacheStoreRequestSchema = z.object({
  scope: cacheScopeSchema,
  question: z.string().min(1).max(32_000),
  answer: z.string().min(1).max(200_000),
  citations: z.array(citationSchema).max(64),
  finishReason: z.string(),
  temperature: z.number().min(0).max(2),
  /** True where the validator found every number and name of the answer in its sources, or no documents were asked. */
  grounded: z.boolean(),
  epoch: z.number().int().nonnegative().optional(),
  ttlSeconds: z.number().int().positive().optional(),
  agent: z.string().max(64).optional(),
  meta: cacheMetaSchema.optional(),
});
export const cacheStoreReplySchema = z.object({ stored: z.boolean(), entry: z.string().optional(), why: z.string() });

export const cacheInvalidateRequestSchema = z.object({
  tenant: identifierSchema,
  documentIds: z.array(documentIdSchema).max(1_000).optional(),
  entries: z.array(z.string()).max(1_000).optional(),
  namespace: identifierSchema.optional(),
  model: z.string().min(1).max(256).optional(),
  /** All answers of the tenant. */
  everything: z.literal(true).optional(),
  /** The corpus epoch after the change that made answers old. */
  epoch: z.number().int().nonnegative().optional(),
});

export const cacheInvalidateReplySchema = z.object({ removed: z.number().int() });

export const feedbackVerdictSchema = z.object({ entry: z.string().min(1).max(64), verdict: z.enum(['wrong', 'right']) });
export const cacheFeedbackRequestSchema = feedbackVerdictSchema.extend({ tenant: identifierSchema });
export const cacheFeedbackReplySchema = z.object({ recorded: z.boolean(), evicted: z.boolean() });
export type CacheFeedbackReply = z.infer<typeof cacheFeedbackReplySchema>;

/** A semantic hit and what the same question was answered with anew. */
export const cacheCheckRequestSchema = z.object({
  tenant: identifierSchema,
  entry: z.string().min(1).max(64),
  /** As it was asked, not as it was stored. */
  question: z.string().min(1).max(32_000),
  kept: z.string().min(1).max(200_000),
  /** Absent where no complete answer could be made in time. */
  fresh: z.string().max(200_000).optional(),
  /** What the hit said about itself. */
  probability: z.number().min(0).max(1),
});
export type CacheCheck = z.infer<typeof cacheCheckRequestSchema>;
export const cacheCheckReplySchema = z.object({ verdict: z.enum(['right', 'wrong', 'undecided', 'skipped']) });
export type CheckVerdict = z.infer<typeof cacheCheckReplySchema>['verdict'];

/** Hits of one agent on answers that another one, or it itself, had made. Unnamed agents are "unknown". */
export const agentShareSchema = z.object({ askedBy: z.string(), storedBy: z.string(), hits: z.number().int() });
export type AgentShare = z.infer<typeof agentShareSchema>;

/** How verdicts on hits by likeness moved the decision, in log-odds: 0 is the shipped calibration, more is stricter. */
export const cacheCalibrationSchema = z.object({
  shift: z.number(),
  mostShift: z.number(),
  ofChecks: z.number(),
  ofTenant: z.number(),
});

/** Since the start of the instance. */
export const cacheStatsSchema = z
  .object({
    /** Whose figures these are. What is optional is the whole service's only, because other tenants are in it. */
    of: z.enum(['tenant', 'service']),
    entries: z.number().int(),
    bytes: z.number().int(),
    lookups: z.number().int(),
    exactHits: z.number().int(),
    semanticHits: z.number().int(),
    misses: z.number().int(),
    faults: z.number().int().optional(),
    /** The asking tenant's own. */
    sharing: z.array(agentShareSchema),
    /** Of the semantic hits that were answered anew since the start. The bounds are the exact 95 % interval over the latest decided ones. */
    falseHits: z
      .object({
        checked: z.number().int(),
        wrong: z.number().int(),
        undecided: z.number().int(),
        skipped: z.number().int(),
        /** Absent before the first decided check. */
        estimate: z.number().optional(),
        lower: z.number(),
        upper: z.number(),
      })
      .optional(),
    calibration: cacheCalibrationSchema,
    /** Answers that are kept. `evictions` made room for others since the store was created. */
    storage: z.object({ evictions: z.number().int().optional(), oldestSeconds: z.number().nonnegative() }),
    /** `bytes` are kept for what was `rawBytes` before it was compressed. */
    ingestion: z
      .object({ hits: z.number().int(), misses: z.number().int(), bytes: z.number().int(), rawBytes: z.number().int() })
      .optional(),
  })
  .meta({ id: 'CacheStats' });
export type CacheStats = z.infer<typeof cacheStatsSchema>;

export const embedRequestSchema = z.object({
  texts: z.array(z.string().min(1).max(32_000)).min(1).max(64),
  kind: z.enum(['query', 'passage']),
  /** Whether of a text that is too long for the embedder the beginning is embedded; else it is refused. */
  truncate: z.boolean().optional(),
  /** Whether the reply is to say how many tokens were read. */
  count: z.boolean().optional(),
});
export const embedReplySchema = z.object({
  embedder: z.string(),
  dimensions: z.number().int(),
  vectors: z.array(vectorSchema),
  /** Of all texts together, by the embedder's own tokenizer; of a text that was cut those that were kept. */
  tokens: z.number().int().nonnegative().optional(),
});

/** How a question's words find themselves again in a text, token by token; every number is a cosine or a mean of cosines but `spread`. */
export const alignmentSchema = z.object({
  /** Of the question's words that carry meaning, each with its best match in the text: mean by rarity, the worst, the second worst. */
  matched: z.number(),
  worst: z.number(),
  secondWorst: z.number(),
  /** The question word ("who", "when") with its best match, and with the best of what no other word took. */
  questionWord: z.number(),
  questionWordFree: z.number(),
  /** The question as a whole with its best token, and on average. */
  whole: z.number(),
  wholeMean: z.number(),
  /** All tokens of the question, words without meaning too. */
  all: z.number(),
  /** The text's tokens with their best match in the question, by rarity. */
  reverse: z.number(),
  /** From 0 to 1: over how much of the text the matches lie. */
  spread: z.number(),
  /** Question and text, each as a whole. */
  sentence: z.number(),
});
export type Alignment = z.infer<typeof alignmentSchema>;
export const alignRequestSchema = z.object({
  question: z.string().min(1).max(32_000),
  texts: z.array(z.string().min(1).max(8_000)).min(1).max(32),
});
export const alignReplySchema = z.object({ embedder: z.string(), alignments: z.array(alignmentSchema) });

export const cacheSemanticLookup = repeatable(defineCall('cache.semantic.lookup', cacheLookupRequestSchema, cacheLookupReplySchema));
/** Under its key: a second time takes the place of the first. */
export const cacheSemanticStore = repeatable(defineCall('cache.semantic.store', cacheStoreRequestSchema, cacheStoreReplySchema));
export const cacheSemanticInvalidate = defineCall('cache.semantic.invalidate', cacheInvalidateRequestSchema, cacheInvalidateReplySchema);
export const cacheSemanticFeedback = defineCall('cache.semantic.feedback', cacheFeedbackRequestSchema, cacheFeedbackReplySchema);
export const cacheSemanticCheck = defineCall('cache.semantic.check', cacheCheckRequestSchema, cacheCheckReplySchema);
export const cacheSemanticStats = defineCall('cache.semantic.stats', z.object({}), cacheStatsSchema);
export const cacheTextsEmbed = repeatable(defineCall('cache.texts.embed', embedRequestSchema, embedReplySchema));
export const cacheTextsAlign = repeatable(defineCall('cache.texts.align', alignRequestSchema, alignReplySchema));
