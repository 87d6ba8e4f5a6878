import { join } from 'node:path';
import { assertIsNoFolder, commonConfigShape } from '@docmind/bootstrap';
import { type ConfigFault, envBoolean, envInteger, envPort, envPostgresUrl, envUrl, faultsOf } from '@docmind/config';
import { AGENTS, OUTPUT_MODES } from '@docmind/contracts';
import { z } from 'zod';

const MIB = 1024 * 1024;

export const orchestratorConfigSchema = z.object({
  ...commonConfigShape,
  ORCHESTRATOR_PORT: envPort(8080).describe('The public door. The commands ask there, too.'),
  GRAFANA_URL: envUrl(['http', 'https'], 'http://127.0.0.1:3000')
    .optional()
    .describe('Where a browser finds Grafana: the page of health links to its dashboards.'),
  CHECKPOINT_DB_PATH: z
    .string()
    .min(1)
    .optional()
    .describe("Where agents' graph states are kept. Default: checkpoints.db below DOCMIND_DATA_DIR."),
  CHECKPOINT_URL: envPostgresUrl()
    .optional()
    .describe('`postgres://USER:PASSWORD@HOST/DATABASE` in place of the file, so that replicas share it.'),
  INFERENCE_MODEL: z
    .string()
    .min(1)
    .max(256)
    .default('smollm2-135m-instruct')
    .describe('The model that answers, by the name the engine knows it by; of the embedded engine the id in the list of models.'),
  AGENT_TIMEOUT_MS: envInteger({ min: 100, max: 3_600_000, default: 60_000 }).describe(
    'An agent that takes longer is given up, and the others answer without it. At most four fifths of the time that a question has left.',
  ),
  QUERY_TIMEOUT_MS: envInteger({ min: 1_000, max: 3_600_000, default: 120_000 }).describe('The longest time of a question.'),
  INGESTION_TIMEOUT_MS: envInteger({ min: 1_000, max: 86_400_000, default: 3_600_000 }).describe(
    'For one document, from its turn on; a long one is embedded on the CPU.',
  ),
  UPLOAD_WAIT_MS: envInteger({ min: 0, max: 120_000, default: 5_000 }).describe(
    "How long an upload's sender is kept waiting; what takes longer goes on in the background.",
  ),
  MAX_CONCURRENT_INGESTIONS: envInteger({ min: 1, max: 256, default: 4 }).describe(
    'Uploads that are worked on at a time, beside one scan.',
  ),
  INGESTION_QUEUE_LIMIT: envInteger({ min: 0, max: 10_000, default: 256 }).describe('Uploads that wait beyond those; the next gets 429.'),
  UPLOAD_LIMIT_BYTES: envInteger({ min: 1_024, max: 1_024 * MIB, default: 32 * MIB }).describe('The largest upload.'),
  MAX_CONCURRENT_QUERIES: envInteger({ min: 1, max: 10_000, default: 16 }).describe('Questions that are answered at a time.'),
  QUERY_QUEUE_LIMIT: envInteger({ min: 0, max: 100_000, default: 64 }).describe('Questions that wait beyond those; the next gets 429.'),
  RETRIEVAL_LIMIT: envInteger({ min: 1, max: 50, default: 6 }).describe('Passages a search brings back.'),
  ANSWER_MAX_TOKENS: envInteger({ min: 16, max: 4_096, default: 160 }).describe('The longest answer that the model is asked for.'),
  MODEL_SELF_TEST: z
    .enum(['on', 'off'], 'must be on or off')
    .default('on')
    .describe(
      'on: a new model is asked some thirty small questions once, to know whether it answers, judges answers and calls tools. off: none judges.',
    ),
  PROMPT_PASSAGE_TOKENS: envInteger({ min: 64, max: 100_000, default: 900 }).describe(
    'Tokens of passages or earlier turns that go into a prompt; the small model reads 2,048 in all.',
  ),
  ENABLE_LANGGRAPH_SUPERVISOR: envBoolean(true).describe('Off: the agents work in one fixed order.'),
  PARALLEL_TOOL_CALLS: envBoolean(true).describe("Off: an agent's tool calls run one after the other."),
  MAX_PARALLEL_CALLS: envInteger({ min: 1, max: 16, default: 3 }).describe('Tool calls of one agent at a time.'),
  TOOL_TIMEOUT_MS: envInteger({ min: 50, max: 600_000, default: 10_000 }).describe('How long one tool call may take.'),
  ADD_HANDOFF_BACK_MESSAGES: envBoolean(true).describe(
    "Whether an agent's handing back is a message of its own, in the trace and for the supervisor.",
  ),
  CREATE_FORWARD_MESSAGE_TOOL: envBoolean(true).describe(
    'Off: the supervisor says the checked answer in its own words, which are checked again.',
  ),
  OUTPUT_MODE: z
    .enum(OUTPUT_MODES, `must be ${OUTPUT_MODES.join(', ')}`)
    .default('structured')
    .describe("What is seen of an agent's turn: its output as data, prompts and tool calls too, or the last message."),
  AGENT_COUNT: z
    .string()
    .refine((text) => Number(text) === AGENTS.length, `must be ${AGENTS.length}: ${AGENTS.join(', ')} each do what no other does`)
    .transform(Number)
    .prefault(String(AGENTS.length))
    .describe('Five, and no other number: each of the agents does what no other does.'),
  AGENT_COORDINATION_TIMEOUT: envInteger({ min: 1, max: 60_000, default: 500, unit: 'ms' }).describe(
    'Milliseconds for deciding who does what, over one question. Beyond it policy decides alone, and who can be spared is passed over.',
  ),
  ENABLE_AGENT_METRICS: envBoolean(true).describe('Whether `/metrics` shows figures of the agents (docmind_agent_*).'),
  TRACES_KEPT: envInteger({ min: 0, max: 1_000_000, default: 2_000 }).describe('Traces of the latest questions; the oldest go.'),
});
export type OrchestratorConfig = z.infer<typeof orchestratorConfigSchema>;

/** Injection token of the typed configuration. */
export const ORCHESTRATOR_CONFIG = Symbol('ORCHESTRATOR_CONFIG');

export function checkpointFile({ CHECKPOINT_DB_PATH, DOCMIND_DATA_DIR }: OrchestratorConfig): string {
  return CHECKPOINT_DB_PATH ?? join(DOCMIND_DATA_DIR, 'checkpoints.db');
}

/** What the data's key covers, beside uploads. */
export function encryptedDatabases(config: OrchestratorConfig): string[] {
  return [checkpointFile(config), join(config.DOCMIND_DATA_DIR, 'traces.db')];
}

/** What is wrong with this service's own settings; its start refuses them for it. */
export function orchestratorFaults(config: OrchestratorConfig): Promise<ConfigFault[]> {
  return faultsOf(config, [{ variable: 'CHECKPOINT_DB_PATH', read: () => assertIsNoFolder(checkpointFile(config)) }]);
}
