import { z } from 'zod';

const text = z.string('must be text').min(1, 'must not be empty');
const isOn = z.boolean('must be true or false');
const number = z.number('must be a number');
const count = number.int('must be a whole number').positive('must be above 0');
/** `auto`: computed from the card, by the plan of the KV cache. */
const orAuto = (schema: z.ZodNumber, right: string) =>
  z.custom<number | 'auto'>((value) => value === 'auto' || schema.safeParse(value).success, `must be auto or ${right}`);
const countOrAuto = orAuto(count, 'a whole number above 0');
const partOrAuto = orAuto(number.positive().max(1), 'a part of the card, above 0 and at most 1');

const modelSchema = z.strictObject({
  /** The hub's name; also what requests call the model, unless served_name says otherwise. */
  name: text,
  path: text.optional(),
  served_name: text.optional(),
});
const serverSchema = z.strictObject({
  host: text.optional(),
  port: number.int().min(1).max(65_535).optional(),
  api_key: text.nullish(),
  sleep_mode: isOn.optional(),
  tool_call_parser: text.nullish(),
});
const engineSchema = z.strictObject({
  max_model_len: countOrAuto.optional(),
  quantization: text.nullish(),
  attention_backend: text.nullish(),
  kv_cache_dtype: text.nullish(),
  calculate_kv_scales: isOn.optional(),
  enforce_eager: isOn.optional(),
  gpu_memory_utilization: partOrAuto.optional(),
  swap_space: number.min(0).optional(),
  kv_offloading_gib: number.min(0).optional(),
  disable_sliding_window: isOn.optional(),
});
const performanceSchema = z.strictObject({
  max_num_seqs: countOrAuto.optional(),
  max_num_batched_tokens: countOrAuto.optional(),
  max_seq_len_to_capture: count.optional(),
  disable_log_stats: isOn.optional(),
});
const gpuSchema = z.strictObject({
  tensor_parallel_size: count.optional(),
  pipeline_parallel_size: count.optional(),
  trust_remote_code: isOn.optional(),
});
const optimizationSchema = z.strictObject({
  enable_prefix_caching: isOn.optional(),
  enable_chunked_prefill: isOn.optional(),
  max_num_prefills: count.optional(),
});

/** config/vllm_service.yaml. Settings that vLLM has dropped are read too, so that an older file still tells what becomes of each. */
export const vllmServiceSchema = z.strictObject({
  model: modelSchema,
  server: serverSchema.default({}),
  engine: engineSchema.default({}),
  performance: performanceSchema.default({}),
  gpu: gpuSchema.default({}),
  optimization: optimizationSchema.default({}),
});
export type VllmService = z.infer<typeof vllmServiceSchema>;

type Dotted<Section extends keyof VllmService> = `${Section}.${Extract<keyof VllmService[Section], string>}`;
/** `engine.max_model_len` and so on. */
export type VllmSettingName = { [Section in keyof VllmService]: Dotted<Section> }[keyof VllmService];
