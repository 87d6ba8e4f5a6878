import { availableParallelism } from 'node:os';
import { commonConfigShape } from '@docmind/bootstrap';
import { envInteger, envList, envNumber, envPort, envUrl } from '@docmind/config';
import { z } from 'zod';

const cores = availableParallelism();
/**
 * One core is left to everything else: the engine's threads wait for each other by spinning, and where they share a core with other work,
 * two threads were ten times slower than one.
 */
const DEFAULT_THREADS = Math.max(1, Math.min(8, cores - 1));

export const inferenceConfigSchema = z.object({
  ...commonConfigShape,
  INFERENCE_PORT: envPort(8001).describe("The model alone, behind OpenAI's, Ollama's and Anthropic's API."),
  INFERENCE_ENGINE: z
    .enum(['llama', 'openai', 'vllm', 'llama-server', 'ollama'], 'must be llama, openai, vllm, llama-server or ollama')
    .default('llama')
    .describe("llama: embedded, on this machine. The others are servers at OPENAI_BASE_URL; openai is any that speaks OpenAI's API."),
  BACKENDS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('A list of backends to switch between, such as config/backends.yaml, in place of INFERENCE_ENGINE and its model.'),
  INFERENCE_MODEL: z
    .string()
    .default('smollm2-135m-instruct')
    .describe('The model that answers, by the name the engine knows it by; of the embedded engine the id in the list of models.'),
  INFERENCE_MODEL_ALIAS: z.string().optional().describe('A second name that requests may use for whatever model is active.'),
  MODELS_DIR: z.string().optional().describe('Holds one folder a model. Default: models below DOCMIND_DATA_DIR.'),
  LLAMA_THREADS: envInteger({ min: 1, max: cores, default: DEFAULT_THREADS }).meta({
    description: 'Threads of the embedded engine.',
    values: 'a whole number, at least 1, at most the number of cores',
    byDefault: 'one less than there are cores, at most 8',
  }),
  LLAMA_CONTEXT_TOKENS: envInteger({ min: 256, max: 1_048_576, default: 4_096 }).describe(
    'The context window of the embedded engine, and of INFERENCE_ENGINE=ollama.',
  ),
  LLAMA_BATCH_TOKENS: envInteger({ min: 16, max: 4_096, default: 256 }).describe('Prompt tokens that the embedded engine reads at a time.'),
  LLAMA_GPU: z.enum(['none', 'auto'], 'must be none or auto').default('none').describe('Whether the embedded engine may use a GPU.'),
  LLAMA_REPEAT_PENALTY: envNumber({ min: 1, max: 2, default: 1.1 }).describe(
    'How much the embedded engine avoids repeating itself; 1 not at all.',
  ),
  OPENAI_BASE_URL: envUrl(['http', 'https'], 'http://vllm:8000/v1')
    .default('http://127.0.0.1:8000/v1')
    .describe('The server of INFERENCE_ENGINE, where that is not llama; of Ollama without /v1.'),
  OPENAI_API_KEY_FILE: z.string().optional().describe('A file that holds the key that server asks for.'),
  MAX_CONTEXT_LENGTH: envInteger({ min: 256, default: 131_072, unit: 'tokens' }).describe(
    'Prompt and answer together; a model with a smaller window has its share of this and of the four below.',
  ),
  CONTEXT_TRIM_THRESHOLD: envInteger({ min: 1, default: 120_000, unit: 'tokens' }).describe('A prompt above it is looked at for trimming.'),
  CONTEXT_BUFFER_SIZE: envInteger({ min: 0, default: 8_192, unit: 'tokens' }).describe(
    'Kept free beside prompt and answer, for the mark and the overlap.',
  ),
  CONTEXT_OVERLAP_TOKENS: envInteger({ min: 0, default: 2_048 }).describe(
    'How far the kept end of a conversation reaches back at most, so that its start moves seldom.',
  ),
  CONTEXT_TRUNCATION_STRATEGY: z
    .enum(['sliding_window', 'reject', 'none'], 'must be sliding_window, reject or none')
    .default('sliding_window')
    .describe('sliding_window leaves out the middle, reject refuses, none leaves it to the engine.'),
  ENGINE_TIMEOUT_MS: envInteger({ min: 100, default: 120_000 }).describe('The longest time of a generation.'),
  ENGINE_STALL_TIMEOUT_MS: envInteger({ min: 100, default: 60_000 }).describe(
    'How long a server may say nothing in a stream; before the first token 20 ms more for each token of the prompt. Then it is asked again, or another.',
  ),
  ENGINE_QUEUE_LIMIT: envInteger({ min: 0, default: 1_024 }).describe(
    'Requests that wait for the engine beyond those that run; the next gets 429.',
  ),
  ENGINE_QUEUE_TOKEN_LIMIT: envInteger({ min: 0, default: 0 }).describe(
    "Of all that wait, prompts and answers estimated; the next gets 429. 0: the model's window for each slot, or for a quarter of the queue.",
  ),
  ENGINE_CONCURRENCY: envInteger({ min: 1, max: 4_096, default: 256 }).describe(
    'Side by side at an openai engine; the embedded one takes one at a time.',
  ),
  ENGINE_RETRY_DELAYS_MS: envList(['1000', '2000', '4000'])
    .refine((delays) => delays.every((delay) => /^\d+$/.test(delay)), 'must be whole milliseconds, comma-separated')
    .describe('One more attempt after each pause, before the first token only.'),
  LLM_CONFIG_FILE: z
    .string()
    .optional()
    .describe('One file, JSON or YAML, that names backend, model and settings; every variable that is set stands above it.'),
  CUDA_VISIBLE_DEVICES: z.string().optional().describe('As CUDA reads it: indices or UUIDs; -1 or an empty value hides every GPU.'),
  NVIDIA_SMI_COMMAND: z.string().default('nvidia-smi').describe("The driver's own tool, by name or path."),
  VRAM_MAX_FRACTION: envNumber({ min: 0.01, max: 1, default: 0.95 }).describe(
    "The part of a card's memory from which on new requests get 429.",
  ),
  VRAM_WATCH_INTERVAL_MS: envInteger({ min: 100, max: 600_000, default: 2_000 }).describe("How often a GPU's memory is looked at."),
});
export type InferenceConfig = z.infer<typeof inferenceConfigSchema>;

export const INFERENCE_CONFIG = Symbol('INFERENCE_CONFIG');
