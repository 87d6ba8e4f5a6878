import { commonConfigShape } from '@docmind/bootstrap';
import { envBoolean, envInteger, envPort } from '@docmind/config';
import { AGENTS, OUTPUT_MODES } from '@docmind/contracts';
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
  /** An agent that takes longer is given up, and the others answer without it. At most four fifths of the time that a question has left. */
  AGENT_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000, default: 60_000 }),
  QUERY_TIMEOUT_MS: envInteger({ min: 1_000, max: 3_600_000, default: 120_000 }),
  /** For one document; a long one is embedded on the CPU. */
  INGESTION_TIMEOUT_MS: envInteger({ min: 1_000, max: 86_400_000, default: 3_600_000 }),
  /** How long an upload's sender is kept waiting; what takes longer goes on in the background. */
  UPLOAD_WAIT_MS: envInteger({ min: 0, max: 120_000, default: 5_000 }),
  MAX_CONCURRENT_INGESTIONS: envInteger({ min: 1, max: 256, default: 4 }),
  INGESTION_QUEUE_LIMIT: envInteger({ min: 0, max: 10_000, default: 256 }),
  UPLOAD_LIMIT_BYTES: envInteger({ min: 1_024, max: 1_024 * MIB, default: 32 * MIB }),
  MAX_CONCURRENT_QUERIES: envInteger({ min: 1, max: 10_000, default: 16 }),
  QUERY_QUEUE_LIMIT: envInteger({ min: 0, max: 100_000, default: 64 }),
  /** Passages a search brings back. */
  RETRIEVAL_LIMIT: envInteger({ min: 1, max: 50, default: 6 }),
  ANSWER_MAX_TOKENS: envInteger({ min: 16, max: 4_096, default: 160 }),
  /** Tokens of passages or earlier turns that go into a prompt; the small model reads 2,048 in all. */
  /** Ask a new model some thirty small questions, to know whether it answers, judges and calls tools; without it no model judges. */
  MODEL_SELF_TEST: z.enum(['on', 'off'], 'must be on or off').default('on'),
  PROMPT_PASSAGE_TOKENS: envInteger({ min: 64, max: 100_000, default: 900 }),
  /** Off: the agents work in one fixed order. */
  ENABLE_LANGGRAPH_SUPERVISOR: envBoolean(true),
  /** Off: an agent's tool calls run one after the other. */
  PARALLEL_TOOL_CALLS: envBoolean(true),
  MAX_PARALLEL_CALLS: envInteger({ min: 1, max: 16, default: 3 }),
  /** How long one tool call may take. */
  TOOL_TIMEOUT_MS: envInteger({ min: 50, max: 600_000, default: 10_000 }),
  ADD_HANDOFF_BACK_MESSAGES: envBoolean(true),
  /** Off: the supervisor says the checked answer in its own words, which are checked again. */
  CREATE_FORWARD_MESSAGE_TOOL: envBoolean(true),
  OUTPUT_MODE: z.enum(OUTPUT_MODES, `must be ${OUTPUT_MODES.join(', ')}`).default('structured'),
  AGENT_COUNT: z
    .string()
    .refine((text) => Number(text) === AGENTS.length, `must be ${AGENTS.length}: ${AGENTS.join(', ')} each do what no other does`)
    .transform(Number)
    .prefault(String(AGENTS.length)),
  /** Milliseconds for deciding who does what, over one question. Beyond it policy decides alone, and who can be spared is passed over. */
  AGENT_COORDINATION_TIMEOUT: envInteger({ min: 1, max: 60_000, default: 500 }),
  /** Traces of the latest questions; the oldest go. */
  TRACES_KEPT: envInteger({ min: 0, max: 1_000_000, default: 2_000 }),
});
export type OrchestratorConfig = z.infer<typeof orchestratorConfigSchema>;

/** Injection token of the typed configuration. */
export const ORCHESTRATOR_CONFIG = Symbol('ORCHESTRATOR_CONFIG');
