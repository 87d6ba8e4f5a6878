import { join } from 'node:path';
import { commonConfigShape, readSecret } from '@docmind/bootstrap';
import { envBoolean, envInteger, envList, envNumber, envPort, envUrl } from '@docmind/config';
import { identifierSchema } from '@docmind/contracts';
import { z } from 'zod';

const MIB = 1024 * 1024;

export const cacheConfigSchema = z.object({
  ...commonConfigShape,
  CACHE_SERVER_PORT: envPort(8899).describe("The answer cache: its own API, GPTCache's, and the caching proxy."),
  MODELS_DIR: z.string().min(1).optional().describe('Holds one folder a model. Default: models below DOCMIND_DATA_DIR.'),
  SEMANTIC_CACHE_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('The folder of kept answers (semantic.db). Default: cache below DOCMIND_DATA_DIR.'),
  INGESTION_CACHE_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('The folder of kept steps of ingestion (ingestion.db). Default: cache below DOCMIND_DATA_DIR.'),
  ENABLE_CACHE_METRICS: envBoolean(true).describe('Whether `/metrics` shows figures of the cache (docmind_cache_*).'),
  EMBEDDER_MODEL: z
    .string()
    .min(1)
    .default('bge-small-en-v1.5-int8')
    .describe('The model that turns texts into vectors, by its id in the list of models.'),
  EMBEDDER_THREADS: envInteger({ min: 1, max: 64, default: 2 }).describe(
    'That work on one question together, and passages that are embedded at once; never more than there are cores. The vectors are the same with any number.',
  ),
  CACHE_TTL_SECONDS: envInteger({ min: 1, max: 31_536_000, default: 86_400 }).describe(
    "From the time of storing; a hit doesn't extend it.",
  ),
  CACHE_FALSE_HIT_BUDGET: envNumber({ min: 0, max: 1, default: 0.01 }).describe(
    'The share of wrong answers among semantic hits that is aimed at: on the pairs of the calibration, crossed, it is kept with 95 % confidence. What was measured on questions kept apart from it says docs/cache.md.',
  ),
  CACHE_VERIFY: z
    .enum(['off', 'async', 'sync'])
    .default('async')
    .describe(
      'Whether the model is asked about pairs that are alike and beyond the budget, once it has passed a self-test: `async` for the next time, `sync` at once where that is cheaper than the answer. A model that fails the test is not asked.',
    ),
  CACHE_VERIFY_TIMEOUT_MS: envInteger({ min: 1, max: 60_000, default: 10_000 }).describe(
    "A reply of the model that takes longer isn't waited for.",
  ),
  CACHE_SHADOW_RATE: envNumber({ min: 0, max: 1, default: 0.01 }).describe(
    'The share of semantic hits that is checked: the question is answered again while nobody waits for the model, and both answers are compared. So the share of wrong hits is known. 0 turns that off.',
  ),
  INFERENCE_MODEL: z
    .string()
    .min(1)
    .max(256)
    .default('smollm2-135m-instruct')
    .describe('The model that answers, by the name the engine knows it by; of the embedded engine the id in the list of models.'),
  CACHE_MAX_TEMPERATURE: envNumber({ min: 0, max: 2, default: 0.5 }).describe('Answers asked for at a higher temperature are not kept.'),
  CACHE_MAX_ENTRIES: envInteger({ min: 1, max: 10_000_000, default: 100_000 }).describe(
    'Answers that are kept; the least recently used go first.',
  ),
  CACHE_MAX_BYTES: envInteger({ min: MIB, default: 512 * MIB }).describe('What they may take.'),
  CACHE_MAX_ENTRY_BYTES: envInteger({ min: 1_024, default: 256 * 1024 }).describe(
    'One answer that takes more, with its question, sources and vector, is not kept.',
  ),
  CACHE_MEMORY_MAX_BYTES: envInteger({ min: MIB, default: 64 * MIB }).describe(
    'The part of the answers that is kept in memory for exact hits.',
  ),
  CACHE_INGESTION_MAX_BYTES: envInteger({ min: MIB, default: 2_048 * MIB }).describe('What the kept steps of ingestion may take.'),
  CACHE_MAX_DOCUMENT_BYTES: envInteger({ min: 1, default: 50 * MIB }).describe('The largest document that is read.'),
  OCR_LANGUAGES: envList(['eng'])
    .pipe(
      z
        .array(z.string().regex(/^[a-z_]{3,16}$/, 'must be codes such as eng or chi_sim'))
        .min(1)
        .max(4),
    )
    .meta({ values: 'a list, comma-separated, of at most 4' })
    .describe(
      'What words in pictures and scans are looked for in: ISO 639-2 codes, as `eng,deu`. Each but `eng` is a package of npm of its own: `npm install --no-save @tesseract.js-data/deu`.',
    ),
  DOCUMENT_READ_TIMEOUT_MS: envInteger({ min: 1_000, max: 2_700_000, default: 1_800_000 }).describe(
    'For a document in all, from when it is begun, besides 120 s for each page of a scan. One that takes longer is refused with words.',
  ),
  CACHE_SEMANTIC_TIMEOUT_MS: envInteger({ min: 1, max: 60_000, default: 1_000 }).describe(
    'A lookup that takes longer in the semantic tier is a miss.',
  ),
  CACHE_VECTOR_INDEX: z
    .enum(['embedded', 'qdrant'])
    .default('embedded')
    .describe("Where vectors are searched: in each replica's own file, or in a Qdrant that all share (QDRANT_URL)."),
  QDRANT_URL: envUrl(['http', 'https'], 'http://127.0.0.1:6333').default('http://127.0.0.1:6333').describe('Where Qdrant is.'),
  QDRANT_API_KEY: z.string().min(1).optional().describe('The key that Qdrant asks for.'),
  QDRANT_CACHE_COLLECTION: identifierSchema.default('docmind-cache').describe('The collection that holds the vectors of kept questions.'),
  REDIS_URL: envUrl(['redis', 'rediss'], 'redis://127.0.0.1:6379')
    .optional()
    .describe(
      "Makes replicas one cache: what one of them keeps, evicts or invalidates counts in all of them at once. While it can't be reached lookups miss, because another replica may have invalidated what this one holds. Without it a replica keeps its own.",
    ),
  CACHE_STORE_TIMEOUT_MS: envInteger({ min: 1, max: 10_000, default: 40 }).describe(
    'How long a lookup waits for Redis, and for Qdrant, before it goes on without. After three failures in a row neither is asked for a while.',
  ),
  GPTCACHE_NAMESPACE: identifierSchema.default('gptcache').describe("Where GPTCache's routes put and look for answers."),
  GPTCACHE_DOWNLOAD_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('Holds the key that `GET /cache_file` asks for. Without it the route hands out nothing.'),
  CACHE_UPSTREAM_URL: envUrl(['http', 'https'], 'http://127.0.0.1:8001/v1')
    .optional()
    .describe('What the caching proxy stands in front of. Without it `POST /v1/chat/completions` answers from the cache only.'),
  CACHE_UPSTREAM_API_KEY_FILE: z.string().min(1).optional().describe('A file that holds the key that the upstream asks for.'),
  CACHE_UPSTREAM_CONNECTIONS: envInteger({ min: 1, max: 4_096, default: 256 }).describe('Connections to the upstream.'),
  CACHE_UPSTREAM_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000, default: 600_000 }).describe(
    'The longest silence of the upstream, before its first byte and between two.',
  ),
  CACHE_UPSTREAM_STREAM_USAGE: envBoolean(true).describe(
    'Asks for the usage of every stream, for later hits. Turn it off for an upstream that refuses `stream_options`.',
  ),
  CACHE_MAX_ANSWER_BYTES: envInteger({ min: 1_024, max: 64 * MIB, default: MIB }).describe(
    'A reply that is longer is passed on and not kept.',
  ),
  CACHE_PROXY_NAMESPACE: identifierSchema.default('openai').describe('Where the caching proxy keeps answers.'),
});
export type CacheConfig = z.infer<typeof cacheConfigSchema>;

/** The folders of the two databases, which may be one. */
export function cacheFolders({ DOCMIND_DATA_DIR, SEMANTIC_CACHE_DIR, INGESTION_CACHE_DIR }: CacheConfig) {
  const own = join(DOCMIND_DATA_DIR, 'cache');
  return { semantic: SEMANTIC_CACHE_DIR ?? own, ingestion: INGESTION_CACHE_DIR ?? own };
}

/** What the data's key covers. */
export function encryptedDatabases(config: CacheConfig): string[] {
  const { semantic, ingestion } = cacheFolders(config);
  return [join(semantic, 'semantic.db'), join(ingestion, 'ingestion.db')];
}

/** @throws AppError FAILED_PRECONDITION for a file that can't be read or holds nothing; so does `upstreamKey` */
export function downloadKey({ GPTCACHE_DOWNLOAD_KEY_FILE: file }: CacheConfig): string | undefined {
  return file === undefined ? undefined : readSecret(file);
}

export function upstreamKey({ CACHE_UPSTREAM_API_KEY_FILE: file }: CacheConfig): string | undefined {
  return file === undefined ? undefined : readSecret(file);
}

/** Injection token of the CacheConfig. */
export const CACHE_CONFIG = Symbol('CACHE_CONFIG');
