import { z } from 'zod';
import { defineCall } from './contract.js';

const bytes = z.number().nonnegative();
const tokens = z.number().int().nonnegative();
const reasons = z.array(z.string());

export const KV_DTYPES = ['f32', 'fp16', 'bf16', 'fp8', 'q8_0', 'q5_1', 'q5_0', 'q4_1', 'q4_0'] as const;
/** How one number of the KV cache is kept; the q types are llama.cpp's blocks of 32. */
export const kvDtypeSchema = z.enum(KV_DTYPES, `must be one of ${KV_DTYPES.join(', ')}`);
export type KvDtype = z.infer<typeof kvDtypeSchema>;

export const ENGINE_KINDS = ['vllm', 'llamacpp', 'ollama'] as const;
export const engineKindSchema = z.enum(ENGINE_KINDS, `must be one of ${ENGINE_KINDS.join(', ')}`);
export type EngineKind = z.infer<typeof engineKindSchema>;

export const gpuInfoSchema = z.object({
  index: z.number().int().nonnegative(),
  uuid: z.string(),
  name: z.string(),
  /** Such as `3g.20gb`, where the device is a slice of a GPU. */
  migProfile: z.string().optional(),
  computeCapability: z.number().optional(),
  driverVersion: z.string().optional(),
  /** The card uses the machine's memory, which `totalBytes` and `freeBytes` then tell. */
  sharesMemory: z.boolean().optional(),
  /** Absent where the driver refuses it. */
  totalBytes: bytes.optional(),
  freeBytes: bytes.optional(),
  fp8: z.boolean(),
  fp8KvCache: z.boolean(),
  flashInfer: z.boolean(),
  reason: z.string(),
});
export type GpuInfo = z.infer<typeof gpuInfoSchema>;

/** What an engine started on this machine would find. */
export const hardwareInfoSchema = z
  .object({
    gpus: z.array(gpuInfoSchema),
    /** `cpu` where no GPU can be used; `reason` says why. */
    device: z.enum(['gpu', 'cpu']),
    reason: z.string(),
    vramTotalBytes: bytes,
    vramFreeBytes: bytes,
    cpuCores: z.number().int().positive(),
    ramTotalBytes: bytes,
    ramFreeBytes: bytes,
    notes: reasons,
    watch: z.object({
      /** `off` without a GPU; `shed` refuses new requests. */
      state: z.enum(['off', 'ok', 'shed']),
      usedFraction: z.number().min(0).optional(),
      maxFraction: z.number(),
    }),
  })
  .meta({ id: 'Hardware' });
export type HardwareInfo = z.infer<typeof hardwareInfoSchema>;

export const QUANTIZATIONS = ['fp8', 'awq', 'gptq', 'int8', 'int4', 'fp16', 'bf16', 'none', 'q8_0', 'q5_k_m', 'q4_k_m', 'q4_0'] as const;
export const allocationRequestSchema = z.object({
  /** The weights as they lie in memory, in bytes. */
  modelBytes: z.number().int().positive('must be the size of the weights in bytes'),
  /** What the weights are kept as: decides which cards can run them. */
  quantization: z.enum(QUANTIZATIONS, `must be one of ${QUANTIZATIONS.join(', ')}`).default('fp8'),
  /** KV cache and buffers beside the weights, in bytes; a fifth of the weights where it isn't given. */
  workingBytes: z.number().int().nonnegative().optional(),
});
export type AllocationRequest = z.infer<typeof allocationRequestSchema>;

export const deviceAllocationSchema = z
  .object({
    device: z.enum(['gpu', 'cpu', 'none']),
    gpus: z.array(z.object({ index: z.number().int(), uuid: z.string(), name: z.string(), bytes })),
    tensorParallelSize: z.number().int().positive(),
    reasons,
  })
  .meta({ id: 'DeviceAllocation' });
export type DeviceAllocation = z.infer<typeof deviceAllocationSchema>;

export const kvPlanRequestSchema = z
  .object({
    /** A model of the catalogue that is installed here. */
    model: z.string().min(1).max(256).optional(),
    /** The content of a model's config.json, instead of `model`. */
    config: z.record(z.string(), z.unknown()).optional(),
    /** The weights' size, with `config`. */
    weightsBytes: z.number().int().positive().optional(),
    engine: engineKindSchema.default('vllm'),
    contextTokens: z.number().int().min(256, 'must be at least 256').max(16_777_216).default(131_072),
    /** `auto`: 16 bit where the context fits, else what the card and the engine can do. */
    kvDtype: z.union([z.literal('auto'), kvDtypeSchema]).default('auto'),
    sequences: z.number().int().min(1).max(4_096).optional(),
    /** Another card than this machine's. */
    gpu: z
      .object({
        totalBytes: z.number().int().positive(),
        freeBytes: z.number().int().nonnegative().optional(),
        computeCapability: z.number().min(1).max(99).optional(),
      })
      .optional(),
  })
  .refine(({ model, config }) => (model === undefined) !== (config === undefined), 'needs either `model` or `config`')
  .refine(({ config, weightsBytes }) => config === undefined || weightsBytes !== undefined, {
    path: ['weightsBytes'],
    message: 'must be given with `config`',
  });
export type KvPlanRequest = z.infer<typeof kvPlanRequestSchema>;

export const engineSettingSchema = z.object({
  /** A flag of the engine, or a variable of its environment. */
  name: z.string(),
  value: z.string(),
  reason: z.string(),
});
export type EngineSetting = z.infer<typeof engineSettingSchema>;

/** How a model is best run on one card. Memory in bytes; the parts that no file tells are estimates and marked so in `reasons`. */
export const vramPlanSchema = z
  .object({
    engine: engineKindSchema,
    fits: z.boolean(),
    maxModelLen: tokens,
    maxNumSeqs: tokens,
    maxNumBatchedTokens: tokens,
    gpuMemoryUtilization: z.number().min(0).max(1),
    kvDtype: kvDtypeSchema,
    kvBytesPerToken: z.number().positive(),
    /** What the cache holds in all, over all sequences. */
    kvTokens: tokens,
    /** Layers that lie on the GPU; the others run on the CPU, which llama.cpp and Ollama can do. */
    gpuLayers: tokens,
    layers: tokens,
    memory: z.object({ total: bytes, usable: bytes, weights: bytes, kvCache: bytes, overhead: bytes }),
    settings: z.array(engineSettingSchema),
    reasons,
  })
  .meta({ id: 'VramPlan' });
export type VramPlan = z.infer<typeof vramPlanSchema>;

export const inferenceHardwareDescribe = defineCall('inference.hardware.describe', z.object({}), hardwareInfoSchema);
export const inferenceModelAllocate = defineCall('inference.model.allocate', allocationRequestSchema, deviceAllocationSchema);
export const inferenceKvCachePlan = defineCall('inference.kvcache.plan', kvPlanRequestSchema, vramPlanSchema);
