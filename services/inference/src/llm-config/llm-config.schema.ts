import { z } from 'zod';

const text = z.string('must be text').regex(/\S/, 'must not be empty');
const number = z.number('must be a number');
const count = number.int('must be a whole number').positive('must be above 0');
const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) => z.enum(words, `must be one of ${words.join(', ')}`);
const kvDtype = oneOf('auto', 'fp16', 'bf16', 'fp8', 'fp8_e4m3', 'fp8_e5m2', 'q8_0', 'q4_0');
const quantization = oneOf('fp8', 'awq', 'gptq', 'fp16', 'bf16', 'none');

/** zod's own words name a key that isn't known. */
const unlessUnknownKey = (words: string) => (issue: { readonly code?: string | undefined }) =>
  issue.code === 'unrecognized_keys' ? undefined : words;
const whole = unlessUnknownKey('must hold backend and model, and may hold inference, device and vllm_config');
const sectionOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, { error: unlessUnknownKey(`must be a section with ${Object.keys(shape).join(', ')}`) });

/** One file that says which engine runs which model, and how. As JSON or YAML. A key that isn't here is refused by name. */
export const llmConfigSchema = z.strictObject(
  {
    backend: oneOf('ollama', 'llamacpp', 'vllm'),
    model: sectionOf({
      name: text,
      path: text.optional(),
      context_size: count.min(256, 'must be at least 256').optional(),
      quantization: quantization.optional(),
      kv_cache_dtype: kvDtype.optional(),
      attention_backend: text.optional(),
    }),
    inference: sectionOf({
      max_tokens: count.optional(),
      temperature: number.min(0, 'must be at least 0').max(2, 'must be at most 2').optional(),
      top_p: number.gt(0, 'must be above 0').max(1, 'must be at most 1').optional(),
      threads: count.optional(),
      gpu_layers: number.int('must be a whole number').min(-1, 'must be -1 (all) or a number of layers').optional(),
    }).default({}),
    device: sectionOf({
      device_map: text.optional(),
      /** In MiB. */
      gpu_memory: count.optional(),
      /** In MiB. */
      cpu_memory: count.optional(),
    }).default({}),
    vllm_config: sectionOf({
      max_model_len: count.optional(),
      enforce_eager: z.boolean('must be true or false').optional(),
      attention_backend: text.optional(),
      quantization: quantization.optional(),
      kv_cache_dtype: kvDtype.optional(),
    }).optional(),
  },
  { error: whole },
);
export type LlmConfig = z.infer<typeof llmConfigSchema>;
