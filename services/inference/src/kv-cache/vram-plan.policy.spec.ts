import type { EngineKind, KvDtype } from '@docmind/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOfConfig } from './config-shape.policy.js';
import * as models from './models.fixture.js';
import { planVram } from './vram-plan.policy.js';
import type { PlanModel } from './vram-plan.types.js';

const MIB = 1_048_576;
const GIB = 1_073_741_824;
const CONTEXT_128K = 131_072;

const MODELS = {
  'Qwen3-4B FP8': { shape: shapeOfConfig(models.QWEN3_4B_FP8), weightsBytes: models.QWEN3_4B_FP8_BYTES },
  'Qwen3-4B BF16': { shape: shapeOfConfig(models.QWEN3_4B_BF16), weightsBytes: models.QWEN3_4B_BF16_BYTES },
  'Llama-3.1-8B': { shape: shapeOfConfig(models.LLAMA31_8B), weightsBytes: 16_060_000_000 },
} as const satisfies Record<string, PlanModel>;

/** What the cards report as memory.total, and their compute capability. */
const CARDS = {
  'RTX 4060, 8 GB': { totalBytes: 8_188 * MIB, computeCapability: 8.9 },
  'RTX 3060, 12 GB': { totalBytes: 12_288 * MIB, computeCapability: 8.6 },
  'RTX 4070, 12 GB': { totalBytes: 12_282 * MIB, computeCapability: 8.9 },
  'RTX 4090 Laptop, 16 GB': { totalBytes: 16_376 * MIB, computeCapability: 8.9 },
  'RTX 4090, 24 GB': { totalBytes: 24_564 * MIB, computeCapability: 8.9 },
  'H100, 80 GB': { totalBytes: 81_559 * MIB, computeCapability: 9 },
} as const;

const plan = (model: keyof typeof MODELS, card: keyof typeof CARDS, engine: EngineKind = 'vllm', more: object = {}) =>
  planVram(MODELS[model], { ...CARDS[card], ...more }, { engine, contextTokens: CONTEXT_128K, kvDtype: 'auto' });

describe('planVram for vLLM', () => {
  it.each([
    ['Qwen3-4B FP8', 'RTX 4060, 8 GB', [22_528, 4, 1_024, 0.84, 'fp8']],
    ['Qwen3-4B FP8', 'RTX 3060, 12 GB', [38_912, 4, 2_048, 0.89, 'bf16']],
    ['Qwen3-4B FP8', 'RTX 4070, 12 GB', [78_848, 4, 2_048, 0.89, 'fp8']],
    ['Qwen3-4B FP8', 'RTX 4090 Laptop, 16 GB', [CONTEXT_128K, 4, 2_048, 0.92, 'fp8']],
    ['Qwen3-4B FP8', 'RTX 4090, 24 GB', [CONTEXT_128K, 7, 4_096, 0.93, 'fp8']],
    ['Qwen3-4B FP8', 'H100, 80 GB', [CONTEXT_128K, 15, 8_192, 0.93, 'bf16']],
    ['Qwen3-4B BF16', 'RTX 3060, 12 GB', [14_336, 4, 2_048, 0.89, 'bf16']],
    ['Qwen3-4B BF16', 'RTX 4090 Laptop, 16 GB', [89_088, 4, 2_048, 0.92, 'fp8']],
    ['Qwen3-4B BF16', 'RTX 4090, 24 GB', [CONTEXT_128K, 6, 4_096, 0.93, 'fp8']],
    ['Llama-3.1-8B', 'RTX 4090, 24 GB', [98_304, 4, 4_096, 0.93, 'fp8']],
    ['Llama-3.1-8B', 'H100, 80 GB', [CONTEXT_128K, 14, 8_192, 0.93, 'bf16']],
  ] as const)('%s on %s: tokens, sequences, batched tokens, part of the card, KV type', (model, card, expected) => {
    const { fits, maxModelLen, maxNumSeqs, maxNumBatchedTokens, gpuMemoryUtilization, kvDtype } = plan(model, card);
    expect(fits).toBe(true);
    expect([maxModelLen, maxNumSeqs, maxNumBatchedTokens, gpuMemoryUtilization, kvDtype]).toEqual(expected);
  });

  it.each([
    ['Qwen3-4B BF16', 'RTX 4060, 8 GB', 'weights and buffers are 1.80 GiB more than may be used'],
    ['Llama-3.1-8B', 'RTX 3060, 12 GB', 'or llama.cpp, which leaves layers to the CPU'],
    ['Llama-3.1-8B', 'RTX 4090 Laptop, 16 GB', 'take a smaller or more strongly quantised model'],
  ] as const)('%s does not fit on %s, and it says by how much and what would', (model, card, reason) => {
    const { fits, settings, reasons } = plan(model, card);
    expect(fits).toBe(false);
    expect(settings).toEqual([]);
    expect(reasons.join('\n')).toContain(reason);
  });

  it('keeps to the design’s budget for 128K and fp8 on 16 GB, which its assumed buffers were chosen for: 14.1 to 14.6 GiB', () => {
    const { memory } = plan('Qwen3-4B FP8', 'RTX 4090 Laptop, 16 GB');
    const taken = (memory.weights + memory.kvCache + memory.overhead) / GIB;
    expect(taken).toBeGreaterThan(14.1);
    expect(taken).toBeLessThan(14.6);
    expect(memory.usable / GIB).toBeGreaterThan(taken);
  });

  it('gives the flags that depend on the card', () => {
    const flags = Object.fromEntries(plan('Qwen3-4B FP8', 'RTX 4090 Laptop, 16 GB').settings.map(({ name, value }) => [name, value]));
    expect(flags).toEqual({
      '--max-model-len': '131072',
      '--kv-cache-dtype': 'fp8',
      '--gpu-memory-utilization': '0.92',
      '--max-num-seqs': '4',
      '--max-num-batched-tokens': '2048',
    });
  });

  it('plans with what is free, because vLLM does not start with more', () => {
    const crowded = plan('Qwen3-4B FP8', 'RTX 4090 Laptop, 16 GB', 'vllm', { freeBytes: 10_000 * MIB });
    expect(crowded.gpuMemoryUtilization).toBe(0.61);
    expect(crowded.maxModelLen).toBe(65_536);
    expect(crowded.reasons[0]).toContain('other programs hold 6.23 GiB now');
  });

  it.each([
    ['fp8 on a card of 8.6', 'RTX 3060, 12 GB', 'fp8', 'bf16', 'an fp8 KV cache need 8.9'],
    ['q8_0, which vLLM has not', 'RTX 4090 Laptop, 16 GB', 'q8_0', 'fp8', 'vllm has no q8_0'],
    ['fp16 as asked', 'RTX 4090 Laptop, 16 GB', 'fp16', 'fp16', 'KV cache 147,456 bytes a token'],
  ] as const)('%s', (_what, card, asked, given, reason) => {
    const planned = planVram(MODELS['Qwen3-4B FP8'], CARDS[card], { engine: 'vllm', contextTokens: CONTEXT_128K, kvDtype: asked });
    expect(planned.kvDtype).toBe(given);
    expect(planned.reasons.join('\n')).toContain(reason);
  });

  it('never plans past the model’s own context', () => {
    const shape = shapeOfConfig(models.LLAMA2_7B);
    const planned = planVram({ shape, weightsBytes: 7 * GIB }, CARDS['H100, 80 GB'], {
      engine: 'vllm',
      contextTokens: CONTEXT_128K,
      kvDtype: 'auto',
    });
    expect(planned.maxModelLen).toBe(4_096);
    expect(planned.reasons.join('\n')).toContain("the model's most");
  });
});

describe('planVram for llama.cpp and Ollama', () => {
  it.each([
    ['Qwen3-4B FP8', 'RTX 4060, 8 GB', 25_600, 36, 'q8_0'],
    ['Qwen3-4B FP8', 'RTX 4090 Laptop, 16 GB', CONTEXT_128K, 36, 'q8_0'],
    ['Qwen3-4B FP8', 'H100, 80 GB', CONTEXT_128K, 36, 'fp16'],
    ['Qwen3-4B BF16', 'RTX 4060, 8 GB', CONTEXT_128K, 12, 'q8_0'],
    ['Llama-3.1-8B', 'RTX 4090 Laptop, 16 GB', CONTEXT_128K, 19, 'q8_0'],
  ] as const)('%s on %s: %i tokens, %i layers on the GPU, %s', (model, card, length, layers, dtype) => {
    expect(plan(model, card, 'llamacpp')).toMatchObject({ fits: true, maxModelLen: length, gpuLayers: layers, kvDtype: dtype });
  });

  it('says that a part runs on the CPU', () => {
    expect(plan('Llama-3.1-8B', 'RTX 4090 Laptop, 16 GB', 'llamacpp').reasons.join('\n')).toContain('19 of 32 layers on the GPU');
  });

  it('takes q8_0 where fp8 is asked for: neither has fp8', () => {
    for (const engine of ['llamacpp', 'ollama'] as const) {
      const wish = { engine, contextTokens: CONTEXT_128K, kvDtype: 'fp8' } as const;
      const planned = planVram(MODELS['Qwen3-4B FP8'], CARDS['RTX 4090 Laptop, 16 GB'], wish);
      expect(planned.kvBytesPerToken).toBe(78_336);
      expect(planned.settings.map(({ name, value }) => `${name} ${value}`)).toContain(
        engine === 'ollama' ? 'OLLAMA_KV_CACHE_TYPE q8_0' : '--cache-type-k q8_0',
      );
      expect(planned.reasons.join('\n')).toContain(`${engine} has no fp8`);
    }
  });

  it('keeps 16 bit where a head is no multiple of a block', () => {
    const shape = shapeOfConfig({ ...models.QWEN3_4B_BF16, head_dim: 80 });
    const planned = planVram({ shape, weightsBytes: 4 * GIB }, CARDS['RTX 4060, 8 GB'], {
      engine: 'llamacpp',
      contextTokens: CONTEXT_128K,
      kvDtype: 'auto',
    });
    expect(planned.kvDtype).toBe('fp16');
  });
});

describe('every plan', () => {
  const wishes = fc.record({
    engine: fc.constantFrom<EngineKind>('vllm', 'llamacpp', 'ollama'),
    contextTokens: fc.integer({ min: 256, max: 262_144 }),
    kvDtype: fc.constantFrom<KvDtype | 'auto'>('auto', 'fp16', 'fp8', 'q8_0', 'q4_0'),
    sequences: fc.option(fc.integer({ min: 1, max: 256 }), { nil: undefined }),
  });
  const gpus = fc.record({
    totalBytes: fc.integer({ min: 2 * GIB, max: 160 * GIB }),
    freeBytes: fc.option(fc.integer({ min: 0, max: 160 * GIB }), { nil: undefined }),
    computeCapability: fc.constantFrom(7.5, 8, 8.6, 8.9, 9, 12, undefined),
  });

  it('that holds the whole model stays within the card', () => {
    fc.assert(
      fc.property(gpus, wishes, fc.constantFrom(...Object.values(MODELS)), (gpu, wish, model) => {
        const { fits, gpuLayers, layers, maxModelLen, gpuMemoryUtilization, memory } = planVram(model, gpu, wish);
        expect(maxModelLen).toBeLessThanOrEqual(wish.contextTokens);
        expect(gpuMemoryUtilization * gpu.totalBytes).toBeLessThanOrEqual(gpu.freeBytes ?? gpu.totalBytes);
        if (fits && gpuLayers === layers) expect(memory.weights + memory.kvCache + memory.overhead).toBeLessThanOrEqual(memory.usable + 2);
      }),
    );
  });
});
