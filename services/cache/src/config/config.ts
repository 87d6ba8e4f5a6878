import { commonConfigShape } from '@docmind/bootstrap';
import { envBoolean, envInteger, envNumber, envPort } from '@docmind/config';
import { identifierSchema } from '@docmind/contracts';
import { z } from 'zod';

const MIB = 1024 * 1024;

export const cacheConfigSchema = z.object({
  ...commonConfigShape,
  CACHE_SERVER_PORT: envPort(8899),
  /** Holds one folder a model; `<DOCMIND_DATA_DIR>/models` without it. */
  MODELS_DIR: z.string().min(1).optional(),
  EMBEDDER_MODEL: z.string().min(1).default('bge-small-en-v1.5-int8'),
  /** For one text; never more than there are cores. The vectors are the same with any number. */
  EMBEDDER_THREADS: envInteger({ min: 1, max: 64, default: 2 }),
  /** From the time of storing; a hit doesn't extend it. */
  CACHE_TTL_SECONDS: envInteger({ min: 1, max: 31_536_000, default: 86_400 }),
  /**
   * The largest share of wrong answers among semantic hits, held with 95 % confidence on labelled pairs: `crossFitted` of the calibration
   * says what was measured.
   */
  CACHE_FALSE_HIT_BUDGET: envNumber({ min: 0, max: 1, default: 0.01 }),
  /**
   * Whether the model is asked about pairs that are alike and beyond the budget: `async` for the next time, `sync` at once where that is
   * cheaper than the answer. Off, because a small model's word is worth less than the miss it saves.
   */
  CACHE_VERIFY: z.enum(['off', 'async', 'sync']).default('off'),
  /** A reply of the model that takes longer isn't waited for. */
  CACHE_VERIFY_TIMEOUT_MS: envInteger({ min: 1, max: 60_000, default: 2_000 }),
  /**
   * The share of semantic hits that is checked: the question is answered again while nobody waits for the model, and both answers are compared.
   * So the share of wrong hits is known. 0 turns that off.
   */
  CACHE_SHADOW_RATE: envNumber({ min: 0, max: 1, default: 0.01 }),
  /** Asked whether two texts say the same; as answers are asked for. */
  INFERENCE_MODEL: z.string().min(1).max(256).default('smollm2-135m-instruct'),
  CACHE_MAX_TEMPERATURE: envNumber({ min: 0, max: 2, default: 0.5 }),
  CACHE_MAX_ENTRIES: envInteger({ min: 1, max: 10_000_000, default: 100_000 }),
  CACHE_MAX_BYTES: envInteger({ min: MIB, default: 512 * MIB }),
  /** One answer that takes more, with its question, sources and vector, is not kept. */
  CACHE_MAX_ENTRY_BYTES: envInteger({ min: 1_024, default: 256 * 1024 }),
  /** The part of the answers that is kept in memory for exact hits. */
  CACHE_MEMORY_MAX_BYTES: envInteger({ min: MIB, default: 64 * MIB }),
  CACHE_INGESTION_MAX_BYTES: envInteger({ min: MIB, default: 2_048 * MIB }),
  CACHE_MAX_DOCUMENT_BYTES: envInteger({ min: 1, default: 50 * MIB }),
  /** A lookup that takes longer in the semantic tier is a miss. */
  CACHE_SEMANTIC_TIMEOUT_MS: envInteger({ min: 1, max: 60_000, default: 1_000 }),
  /** Where vectors are searched: in each replica's own file, or in a Qdrant that all share (QDRANT_URL). */
  CACHE_VECTOR_INDEX: z.enum(['embedded', 'qdrant']).default('embedded'),
  QDRANT_URL: z
    .string()
    .regex(/^https?:\/\//, 'must be http://host:port or https://host:port')
    .default('http://127.0.0.1:6333'),
  QDRANT_API_KEY: z.string().min(1).optional(),
  QDRANT_CACHE_COLLECTION: identifierSchema.default('docmind-cache'),
  /**
   * Makes replicas one cache: what one of them keeps, evicts or invalidates counts in all of them at once. While it can't be reached lookups
   * miss, because another replica may have invalidated what this one holds. Without it a replica keeps its own.
   */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must be redis://host:port or rediss://host:port')
    .optional(),
  /** How long a lookup waits for Redis, and for Qdrant, before it goes on without. After three failures in a row neither is asked for a while. */
  CACHE_STORE_TIMEOUT_MS: envInteger({ min: 1, max: 10_000, default: 40 }),
  /** Where GPTCache's routes put and look for answers. */
  GPTCACHE_NAMESPACE: identifierSchema.default('gptcache'),
  /** Holds the key that `GET /cache_file` asks for. Without it the route hands out nothing. */
  GPTCACHE_DOWNLOAD_KEY_FILE: z.string().min(1).optional(),
  /** What the caching proxy stands in front of. Without it `POST /v1/chat/completions` answers from the cache only. */
  CACHE_UPSTREAM_URL: z.url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:8001/v1' }).optional(),
  CACHE_UPSTREAM_API_KEY_FILE: z.string().min(1).optional(),
  CACHE_UPSTREAM_CONNECTIONS: envInteger({ min: 1, max: 4_096, default: 256 }),
  /** The longest silence of the upstream, before its first byte and between two. */
  CACHE_UPSTREAM_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000, default: 600_000 }),
  /** Asks for the usage of every stream, for later hits. Turn it off for an upstream that refuses `stream_options`. */
  CACHE_UPSTREAM_STREAM_USAGE: envBoolean(true),
  /** A reply that is longer is passed on and not kept. */
  CACHE_MAX_ANSWER_BYTES: envInteger({ min: 1_024, max: 64 * MIB, default: MIB }),
  CACHE_PROXY_NAMESPACE: identifierSchema.default('openai'),
});
export type CacheConfig = z.infer<typeof cacheConfigSchema>;

/** Injection token of the CacheConfig. */
export const CACHE_CONFIG = Symbol('CACHE_CONFIG');
