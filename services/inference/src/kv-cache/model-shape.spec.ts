import { describe, expect, it } from 'vitest';
import { shapeOfConfig } from './config-shape.policy.js';
import { shapeOfGguf } from './gguf-shape.policy.js';
import * as models from './models.fixture.js';

const kv = (groups: readonly { layers: number; numbersPerToken: number; windowTokens: number | undefined }[]) =>
  groups.map(({ layers, numbersPerToken, windowTokens }) => [layers, numbersPerToken, windowTokens]);

describe('shapeOfConfig', () => {
  it.each([
    ['Qwen3-4B', models.QWEN3_4B_FP8, 'GQA', 'fp8', [[36, 2_048, undefined]]],
    ['Llama 2', models.LLAMA2_7B, 'MHA', undefined, [[32, 8_192, undefined]]],
    ['Falcon', models.FALCON_7B, 'MQA', undefined, [[32, 128, undefined]]],
    ['Mistral 0.1', models.MISTRAL_7B_V01, 'GQA', undefined, [[32, 2_048, 4_096]]],
    ['DeepSeek V2', models.DEEPSEEK_V2_LITE, 'MLA', undefined, [[27, 576, undefined]]],
    [
      'Gemma 3',
      models.GEMMA3_4B,
      'GQA',
      undefined,
      [
        [5, 2_048, undefined],
        [29, 2_048, 1_024],
      ],
    ],
    [
      'gpt-oss',
      models.GPT_OSS_20B,
      'GQA',
      'mxfp4',
      [
        [12, 1_024, undefined],
        [12, 1_024, 128],
      ],
    ],
    ['Qwen3-Next', models.QWEN3_NEXT, 'GQA', undefined, [[12, 1_024, undefined]]],
    [
      'Gemma 2, every other layer',
      { ...models.MISTRAL_7B_V01, model_type: 'gemma2' },
      'GQA',
      undefined,
      [
        [16, 2_048, undefined],
        [16, 2_048, 4_096],
      ],
    ],
    [
      'Qwen2 with its window on from layer 28',
      { ...models.LLAMA31_8B, use_sliding_window: true, sliding_window: 4_096, max_window_layers: 28 },
      'GQA',
      undefined,
      [
        [28, 2_048, undefined],
        [4, 2_048, 4_096],
      ],
    ],
    [
      'Qwen2 with its window off',
      { ...models.LLAMA31_8B, use_sliding_window: false, sliding_window: 4_096 },
      'GQA',
      undefined,
      [[32, 2_048, undefined]],
    ],
  ])('%s', (_what, config, attention, quantization, groups) => {
    const shape = shapeOfConfig(config);
    expect(shape).toMatchObject({ attention, quantization });
    expect(kv(shape.groups)).toEqual(groups);
  });

  it.each([
    ['no layers', { num_hidden_layers: undefined }, 'num_hidden_layers or n_layer or num_layers is missing'],
    ['no heads', { num_attention_heads: undefined }, 'num_attention_heads or n_head or num_heads is missing'],
    ['a broken number', { num_key_value_heads: 2.5 }, 'num_key_value_heads must be a positive whole number, not 2.5'],
    ['a negative number', { num_hidden_layers: -1 }, 'num_hidden_layers must be a positive whole number, not -1'],
    ['text for a number', { hidden_size: '2560' }, 'hidden_size must be a positive whole number, not "2560"'],
    ['heads that divide nothing', { head_dim: undefined, hidden_size: 2561 }, 'hidden_size 2561 is no multiple of 32 heads'],
  ])('refuses %s', (_what, change, message) => {
    expect(() => shapeOfConfig({ ...models.QWEN3_4B_FP8, ...change })).toThrow(message);
  });
});

describe('shapeOfGguf', () => {
  const gemma = {
    'general.architecture': 'gemma3',
    'gemma3.block_count': 34n,
    'gemma3.context_length': 131072n,
    'gemma3.embedding_length': 2560,
    'gemma3.feed_forward_length': 10240,
    'gemma3.attention.head_count': 8,
    'gemma3.attention.head_count_kv': 4,
    'gemma3.attention.key_length': 256,
    'gemma3.attention.value_length': 256,
    'gemma3.attention.sliding_window': 1024,
  };

  it('reads SmolLM2', () => {
    const shape = shapeOfGguf(models.SMOLLM2_135M_GGUF);
    expect(shape).toMatchObject({ architecture: 'llama', attention: 'GQA', layers: 30, maxContextTokens: 8_192, vocabularySize: 49_152 });
    expect(kv(shape.groups)).toEqual([[30, 384, undefined]]);
  });

  it('reads numbers of 64 bits, explicit head lengths, the vocabulary’s own length and a known window pattern', () => {
    const shape = shapeOfGguf(gemma, 100);
    expect(shape).toMatchObject({ layers: 34, vocabularySize: 100 });
    expect(kv(shape.groups)).toEqual([
      [29, 2_048, 1_024],
      [5, 2_048, undefined],
    ]);
  });

  it('takes the file’s own pattern, and KV heads that differ by layer', () => {
    const pattern = Array.from({ length: 34 }, (_, layer) => layer < 30);
    const heads = Array.from({ length: 34 }, (_, layer) => (layer === 0 ? 8 : 4));
    const shape = shapeOfGguf({ ...gemma, 'gemma3.attention.sliding_window_pattern': pattern, 'gemma3.attention.head_count_kv': heads });
    expect(kv(shape.groups)).toEqual([
      [1, 4_096, 1_024],
      [29, 2_048, 1_024],
      [4, 2_048, undefined],
    ]);
  });

  it('leaves out layers without attention, and keeps one vector with latent attention', () => {
    const hybrid = { ...models.SMOLLM2_135M_GGUF, 'llama.attention.head_count_kv': [0, 0, 3, ...Array<number>(27).fill(0)] };
    expect(kv(shapeOfGguf(hybrid).groups)).toEqual([[1, 384, undefined]]);
    const latent = { ...models.SMOLLM2_135M_GGUF, 'llama.attention.key_length_mla': 192, 'llama.attention.key_length': 576 };
    expect(kv(shapeOfGguf(latent).groups)).toEqual([[30, 576, undefined]]);
  });

  it.each(['block_count', 'context_length', 'embedding_length', 'attention.head_count'])('names a missing %s', (key) => {
    const { [`llama.${key}`]: _gone, ...rest } = models.SMOLLM2_135M_GGUF as Record<string, unknown>;
    expect(() => shapeOfGguf(rest)).toThrow(`no llama.${key}`);
  });
});
