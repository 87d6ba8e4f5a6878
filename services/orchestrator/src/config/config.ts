import { commonConfigShape } from '@docmind/bootstrap';
import { envInteger, envPort } from '@docmind/config';
import { z } from 'zod';

const MIB = 1024 * 1024;

export const orchestratorConfigSchema = z.object({
  ...commonConfigShape,
  ORCHESTRATOR_PORT: envPort(8080),
  /** Where agents' graph states are kept; `<DOCMIND_DATA_DIR>/checkpoints.db` unless set. */
  CHECKPOINT_DB_PATH: z.string().min(1).optional(),
  /** `postgres://USER:PASSWORD@HOST/DATABASE` in place of the file, so that replicas share it. */
  CHECKPOINT_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must begin with postgres://' }).optional(),
  INFERENCE_MODEL: z.string().min(1).max(256).default('smollm2-135m-instruct'),
  QUERY_TIMEOUT_MS: envInteger({ min: 1_000, max: 3_600_000, default: 120_000 }),
  /** A long PDF is parsed and embedded on the CPU. */
  INGESTION_TIMEOUT_MS: envInteger({ min: 1_000, max: 3_600_000, default: 600_000 }),
  UPLOAD_LIMIT_BYTES: envInteger({ min: 1_024, max: 1_024 * MIB, default: 32 * MIB }),
  MAX_CONCURRENT_QUERIES: envInteger({ min: 1, max: 10_000, default: 16 }),
  QUERY_QUEUE_LIMIT: envInteger({ min: 0, max: 100_000, default: 64 }),
  /** Passages a search brings back. */
  RETRIEVAL_LIMIT: envInteger({ min: 1, max: 50, default: 6 }),
  ANSWER_MAX_TOKENS: envInteger({ min: 16, max: 4_096, default: 160 }),
  /** Tokens of passages or earlier turns that go into a prompt; the small model reads 2,048 in all. */
  PROMPT_PASSAGE_TOKENS: envInteger({ min: 64, max: 100_000, default: 900 }),
});
export type OrchestratorConfig = z.infer<typeof orchestratorConfigSchema>;

/** Injection token of the typed configuration. */
export const ORCHESTRATOR_CONFIG = Symbol('ORCHESTRATOR_CONFIG');
