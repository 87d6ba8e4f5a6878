import { KV_DTYPES, type KvDtype } from '@docmind/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOfConfig } from './config-shape.policy.js';
import { shapeOfGguf } from './gguf-shape.policy.js';
import { bytesOf, fitsHeads, kvDtypeOf } from './kv-dtype.policy.js';
import { kvBytes, kvBytesPerToken, longestSequence } from './kv-size.policy.js';
import * as models from './models.fixture.js';

const CONTEXT_128K = 131_072;
const GIB = 1_073_741_824;
const qwen = shapeOfConfig(models.QWEN3_4B_FP8);

describe('the KV cache of Qwen3-4B-Instruct-2507', () => {
  it.each([
    ['fp16', 147_456, 18],
    ['bf16', 147_456, 18],
    ['fp8', 73_728, 9],
    ['q8_0', 78_336, 9.5625],
    ['q4_0', 41_472, 5.0625],
    ['f32', 294_912, 36],
  ] as const)('%s: %i bytes a token, %d GiB at 131,072 tokens', (dtype, bytes, gib) => {
    expect(kvBytesPerToken(qwen, dtype)).toBe(bytes);
    expect(kvBytes(qwen, dtype, CONTEXT_128K) / GIB).toBe(gib);
  });

  it('is 12.5 % too small with hidden size / heads in head_dim’s place, even if the hidden size were the 3,584 of another model', () => {
    const guessed = shapeOfConfig({ ...models.QWEN3_4B_FP8, hidden_size: 3584, head_dim: undefined });
    expect(kvBytesPerToken(guessed, 'fp8') / kvBytesPerToken(qwen, 'fp8')).toBe(0.875);
  });
});

describe('kvBytesPerToken of other families, fp16', () => {
  it.each([
    ['MHA without num_key_value_heads: Llama 2 7B', models.LLAMA2_7B, 524_288],
    ['GQA: Llama 3.1 8B', models.LLAMA31_8B, 131_072],
    ['MQA: Falcon 7B', models.FALCON_7B, 8_192],
    ['names of 2019: GPT-2', models.GPT2, 36_864],
    ['a language part in text_config: Gemma 3 4B', models.GEMMA3_4B, 139_264],
    ['layers of two kinds: gpt-oss 20B', models.GPT_OSS_20B, 49_152],
    ['one compressed vector: DeepSeek V2 Lite', models.DEEPSEEK_V2_LITE, 31_104],
    ['linear layers keep nothing of a token: Qwen3-Next', models.QWEN3_NEXT, 24_576],
  ])('%s', (_what, config, bytes) => {
    expect(kvBytesPerToken(shapeOfConfig(config), 'fp16')).toBe(bytes);
  });

  it('SmolLM2 135M from its GGUF metadata', () => {
    expect(kvBytesPerToken(shapeOfGguf(models.SMOLLM2_135M_GGUF), 'fp16')).toBe(23_040);
  });
});

describe('kvBytes with sliding windows', () => {
  it('stops growing where every layer has a window', () => {
    const mistral = shapeOfConfig(models.MISTRAL_7B_V01);
    expect(kvBytes(mistral, 'fp16', 4_096)).toBe(4_096 * 131_072);
    expect(kvBytes(mistral, 'fp16', 32_768)).toBe(4_096 * 131_072);
  });

  it('grows with the layers that see everything: 5 of Gemma’s 34, 12 of gpt-oss’ 24', () => {
    const perLayer = 2 * 4 * 256 * 2;
    expect(kvBytes(shapeOfConfig(models.GEMMA3_4B), 'fp16', CONTEXT_128K)).toBe(perLayer * (5 * CONTEXT_128K + 29 * 1_024));
    expect(kvBytes(shapeOfConfig(models.GPT_OSS_20B), 'fp16', CONTEXT_128K)).toBe(2_048 * (12 * CONTEXT_128K + 12 * 128));
  });
});

describe('longestSequence', () => {
  const dtypes = fc.constantFrom<KvDtype>(...KV_DTYPES);
  const shapes = fc.constantFrom(
    ...[models.QWEN3_4B_FP8, models.MISTRAL_7B_V01, models.GEMMA3_4B, models.DEEPSEEK_V2_LITE].map((config) => shapeOfConfig(config)),
  );

  it('fits, and one token more would not', () => {
    fc.assert(
      fc.property(
        shapes,
        dtypes,
        fc.integer({ min: 0, max: 64 * GIB }),
        fc.integer({ min: 1, max: 262_144 }),
        (shape, dtype, budget, most) => {
          const tokens = longestSequence(shape, dtype, budget, most);
          expect(kvBytes(shape, dtype, tokens)).toBeLessThanOrEqual(budget);
          if (tokens < most) expect(kvBytes(shape, dtype, tokens + 1)).toBeGreaterThan(budget);
        },
      ),
    );
  });

  it('costs no less for more tokens, nor for a wider type', () => {
    fc.assert(
      fc.property(shapes, dtypes, fc.nat(262_144), fc.nat(262_144), (shape, dtype, some, more) => {
        expect(kvBytes(shape, dtype, some + more)).toBeGreaterThanOrEqual(kvBytes(shape, dtype, some));
        expect(kvBytes(shape, 'f32', some)).toBeGreaterThanOrEqual(kvBytes(shape, dtype, some));
      }),
    );
  });
});

describe('KV types', () => {
  it.each([
    ['f32', 128],
    ['fp16', 64],
    ['bf16', 64],
    ['fp8', 32],
    ['q8_0', 34],
    ['q5_1', 24],
    ['q5_0', 22],
    ['q4_1', 20],
    ['q4_0', 18],
  ] as const)('a block of 32 numbers of %s takes %i bytes', (dtype, bytes) => {
    expect(bytesOf(32, dtype)).toBe(bytes);
  });

  it.each([
    ['FP8_E5M2', 'fp8'],
    [' f16 ', 'fp16'],
    ['half', 'fp16'],
    ['bfloat16', 'bf16'],
    ['Q8_0', 'q8_0'],
    ['int8', undefined],
    ['auto', undefined],
  ])('reads %j as %s', (name, dtype) => {
    expect(kvDtypeOf(name)).toBe(dtype);
  });

  it('keeps blocks inside one head', () => {
    expect(fitsHeads('q8_0', [128, 64])).toBe(true);
    expect(fitsHeads('q8_0', [80])).toBe(false);
    expect(fitsHeads('fp8', [80])).toBe(true);
  });
});
