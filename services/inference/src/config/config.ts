import { availableParallelism } from 'node:os';
import { commonConfigShape } from '@docmind/bootstrap';
import { envInteger, envList, envNumber, envPort } from '@docmind/config';
import { z } from 'zod';

const cores = availableParallelism();
/**
 * One core is left to everything else: the engine's threads wait for each other by spinning, and where they share a core with other work,
 * two threads were ten times slower than one.
 */
const DEFAULT_THREADS = Math.max(1, Math.min(8, cores - 1));

export const inferenceConfigSchema = z.object({
  ...commonConfigShape,
  INFERENCE_PORT: envPort(8001),
  /** llama: embedded, on this machine. openai: any server that speaks OpenAI's API (vLLM, Ollama, llama-server). */
  INFERENCE_ENGINE: z.enum(['llama', 'openai'], 'must be llama or openai').default('llama'),
  /** A list of backends to switch between, such as config/backends.yaml, in place of INFERENCE_ENGINE and its model. */
  BACKENDS_FILE: z.string().min(1).optional(),
  INFERENCE_MODEL: z.string().default('smollm2-135m-instruct'),
  /** A second name that requests may use for whatever model is active. */
  INFERENCE_MODEL_ALIAS: z.string().optional(),
  /** Default: models/ below DOCMIND_DATA_DIR. */
  MODELS_DIR: z.string().optional(),
  LLAMA_THREADS: envInteger({ min: 1, max: cores, default: DEFAULT_THREADS }),
  LLAMA_CONTEXT_TOKENS: envInteger({ min: 256, max: 1_048_576, default: 4_096 }),
  LLAMA_BATCH_TOKENS: envInteger({ min: 16, max: 4_096, default: 256 }),
  LLAMA_GPU: z.enum(['none', 'auto'], 'must be none or auto').default('none'),
  LLAMA_REPEAT_PENALTY: envNumber({ min: 1, max: 2, default: 1.1 }),
  OPENAI_BASE_URL: z.url('must be a URL such as http://vllm:8000/v1').default('http://127.0.0.1:8000/v1'),
  OPENAI_API_KEY_FILE: z.string().optional(),
  /** Prompt and answer together; a model with a smaller window has its share of this and of the four below. */
  MAX_CONTEXT_LENGTH: envInteger({ min: 256, default: 131_072 }),
  /** A prompt above it is looked at for trimming. */
  CONTEXT_TRIM_THRESHOLD: envInteger({ min: 1, default: 120_000 }),
  /** Kept free beside prompt and answer, for the mark and the overlap. */
  CONTEXT_BUFFER_SIZE: envInteger({ min: 0, default: 8_192 }),
  /** How far the kept end of a conversation reaches back at most, so that its start moves seldom. */
  CONTEXT_OVERLAP_TOKENS: envInteger({ min: 0, default: 2_048 }),
  /** sliding_window leaves out the middle, reject refuses, none leaves it to the engine. */
  CONTEXT_TRUNCATION_STRATEGY: z
    .enum(['sliding_window', 'reject', 'none'], 'must be sliding_window, reject or none')
    .default('sliding_window'),
  ENGINE_TIMEOUT_MS: envInteger({ min: 100, default: 120_000 }),
  /** How long a server may say nothing in a stream; before the first token 20 ms more for each token of the prompt. Then it is asked again, or another. */
  ENGINE_STALL_TIMEOUT_MS: envInteger({ min: 100, default: 60_000 }),
  /** Requests that wait for the engine beyond those that run; the next gets 429. */
  ENGINE_QUEUE_LIMIT: envInteger({ min: 0, default: 1_024 }),
  /** Of all that wait, prompts and answers estimated; the next gets 429. 0: the model's window for each slot, or for a quarter of the queue. */
  ENGINE_QUEUE_TOKEN_LIMIT: envInteger({ min: 0, default: 0 }),
  /** Side by side at an openai engine; the embedded one takes one at a time. */
  ENGINE_CONCURRENCY: envInteger({ min: 1, max: 4_096, default: 256 }),
  ENGINE_RETRY_DELAYS_MS: envList(['1000', '2000', '4000']).refine(
    (delays) => delays.every((delay) => /^\d+$/.test(delay)),
    'must be whole milliseconds, comma-separated',
  ),
  /** One file, JSON or YAML, that names backend, model and settings; every variable that is set stands above it. */
  LLM_CONFIG_FILE: z.string().optional(),
  /** As CUDA reads it: indices or UUIDs; -1 or an empty value hides every GPU. */
  CUDA_VISIBLE_DEVICES: z.string().optional(),
  NVIDIA_SMI_COMMAND: z.string().default('nvidia-smi'),
  /** The part of a card's memory from which on new requests get 429. */
  VRAM_MAX_FRACTION: envNumber({ min: 0.01, max: 1, default: 0.95 }),
  VRAM_WATCH_INTERVAL_MS: envInteger({ min: 100, max: 600_000, default: 2_000 }),
});
export type InferenceConfig = z.infer<typeof inferenceConfigSchema>;

export const INFERENCE_CONFIG = Symbol('INFERENCE_CONFIG');
