import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@docmind/config';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { inferenceConfigSchema } from '../config/config.js';
import { reportLlmConfig } from './llm-config.policy.js';
import { llmConfigSchema } from './llm-config.schema.js';
import { readLlmConfig, withLlmConfig } from './read-llm-config.js';

const WHOLE = {
  backend: 'vllm',
  model: {
    name: 'Qwen/Qwen3-4B-Instruct-2507-FP8',
    path: '/models/q',
    context_size: 131072,
    quantization: 'fp8',
    kv_cache_dtype: 'fp8',
    attention_backend: 'flashinfer',
  },
  inference: { max_tokens: 2048, temperature: 0.7, top_p: 0.95, threads: 8, gpu_layers: -1 },
  device: { device_map: 'auto', gpu_memory: 14000, cpu_memory: 32000 },
  vllm_config: { max_model_len: 131072, enforce_eager: false, attention_backend: 'flashinfer', quantization: 'fp8', kv_cache_dtype: 'fp8' },
};
const report = (change: object = {}) => reportLlmConfig(llmConfigSchema.parse({ ...WHOLE, ...change }));
const fate = (field: string, change: object = {}) => report(change).fields.find((candidate) => candidate.field === field);
function file(name: string, content: unknown): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('reportLlmConfig', () => {
  it.each([
    ['vllm', 'backend', 'mapped', 'INFERENCE_ENGINE', 'openai'],
    ['vllm', 'model.name', 'honoured', 'INFERENCE_MODEL', WHOLE.model.name],
    ['vllm', 'model.path', 'honoured', 'VLLM_MODEL_PATH', '/models/q'],
    ['vllm', 'model.context_size', 'mapped', 'VLLM_MAX_MODEL_LEN', '131072'],
    ['vllm', 'model.quantization', 'honoured', 'VLLM_QUANTIZATION', 'fp8'],
    ['vllm', 'model.kv_cache_dtype', 'honoured', 'VLLM_KV_CACHE_DTYPE', 'fp8'],
    ['vllm', 'model.attention_backend', 'honoured', 'VLLM_ATTENTION_BACKEND', 'flashinfer'],
    ['vllm', 'inference.max_tokens', 'refused', undefined, undefined],
    ['vllm', 'inference.temperature', 'refused', undefined, undefined],
    ['vllm', 'inference.top_p', 'refused', undefined, undefined],
    ['vllm', 'inference.threads', 'refused', undefined, undefined],
    ['vllm', 'inference.gpu_layers', 'refused', undefined, undefined],
    ['vllm', 'device.device_map', 'mapped', undefined, undefined],
    ['vllm', 'device.gpu_memory', 'refused', undefined, undefined],
    ['vllm', 'device.cpu_memory', 'refused', undefined, undefined],
    ['vllm', 'vllm_config.max_model_len', 'honoured', 'VLLM_MAX_MODEL_LEN', '131072'],
    ['vllm', 'vllm_config.enforce_eager', 'honoured', 'VLLM_ENFORCE_EAGER', 'false'],
    ['vllm', 'vllm_config.attention_backend', 'honoured', 'VLLM_ATTENTION_BACKEND', 'flashinfer'],
    ['vllm', 'vllm_config.quantization', 'honoured', 'VLLM_QUANTIZATION', 'fp8'],
    ['vllm', 'vllm_config.kv_cache_dtype', 'honoured', 'VLLM_KV_CACHE_DTYPE', 'fp8'],
    ['llamacpp', 'backend', 'mapped', 'INFERENCE_ENGINE', 'llama'],
    ['llamacpp', 'model.name', 'honoured', 'INFERENCE_MODEL', WHOLE.model.name],
    ['llamacpp', 'model.path', 'refused', undefined, undefined],
    ['llamacpp', 'model.context_size', 'honoured', 'LLAMA_CONTEXT_TOKENS', '131072'],
    ['llamacpp', 'model.quantization', 'refused', undefined, undefined],
    ['llamacpp', 'model.kv_cache_dtype', 'refused', undefined, undefined],
    ['llamacpp', 'inference.threads', 'honoured', 'LLAMA_THREADS', '8'],
    ['llamacpp', 'inference.gpu_layers', 'mapped', 'LLAMA_GPU', 'auto'],
    ['llamacpp', 'vllm_config.max_model_len', 'refused', undefined, undefined],
    ['ollama', 'backend', 'mapped', 'INFERENCE_ENGINE', 'openai'],
    ['ollama', 'model.name', 'honoured', 'INFERENCE_MODEL', WHOLE.model.name],
    ['ollama', 'model.context_size', 'refused', undefined, undefined],
    ['ollama', 'model.kv_cache_dtype', 'refused', undefined, undefined],
    ['ollama', 'model.path', 'refused', undefined, undefined],
    ['ollama', 'device.gpu_memory', 'refused', undefined, undefined],
    ['ollama', 'vllm_config.quantization', 'refused', undefined, undefined],
  ] as const)('%s: %s is %s', (...[backend, field, outcome, variable, value]) => {
    const is = fate(field, { backend });
    expect(is).toMatchObject({ outcome, reason: expect.stringMatching(/\w{3}/) });
    expect([is?.variable, is?.value]).toEqual([variable, value]);
  });

  it('gives each field of the file its line, for every backend', () => {
    for (const backend of ['vllm', 'llamacpp', 'ollama']) expect(report({ backend }).fields).toHaveLength(20);
  });

  it('never gives one backend another’s reason', () => {
    const others = { ollama: /vLLM|llama\.cpp/, llamacpp: /vLLM|[Oo]llama/, vllm: /[Oo]llama|llama\.cpp/ } as const;
    for (const [backend, names] of Object.entries(others)) {
      const reasons = report({ backend }).fields.filter(({ field, reason }) => field !== 'backend' && names.test(reason));
      expect(reasons.filter(({ reason }) => !reason.startsWith('means nothing to'))).toEqual([]);
    }
  });

  it('lets vllm_config stand above the same field of model', () => {
    const change = { vllm_config: { max_model_len: 65_536 } };
    expect(fate('model.context_size', change)).toMatchObject({ outcome: 'refused', reason: 'vllm_config.max_model_len stands above it' });
    expect(report(change).variables.VLLM_MAX_MODEL_LEN).toBe('65536');
  });

  it.each([
    ['no layer on the GPU', { inference: { gpu_layers: 0 } }, 'inference.gpu_layers', { value: 'none' }],
    ['an own device map', { device: { device_map: 'balanced' } }, 'device.device_map', { outcome: 'refused' }],
    ['a cache of 16 bit', { model: { name: 'm', kv_cache_dtype: 'fp16' } }, 'model.kv_cache_dtype', { outcome: 'mapped' }],
  ])('llamacpp with %s', (_what, change, field, expected) => {
    expect(fate(field, { backend: 'llamacpp', ...change })).toMatchObject(expected);
  });
});

describe('readLlmConfig', () => {
  it('reads JSON and YAML alike', () => {
    const yaml = 'backend: llamacpp\nmodel:\n  name: smollm2-135m-instruct\n  context_size: 2048\n';
    const json = { backend: 'llamacpp', model: { name: 'smollm2-135m-instruct', context_size: 2048 } };
    expect(readLlmConfig(file('c.yaml', yaml))).toEqual(readLlmConfig(file('c.json', json)));
  });

  it('names every fault at once', () => {
    const wrong = {
      backend: 'tgi',
      model: { name: '', context_size: 12.5, size: 4 },
      inference: { temperature: 3, gpu_layers: -2 },
      devices: {},
    };
    const read = () => readLlmConfig(file('c.json', wrong));
    for (const fault of [
      'backend: must be one of ollama, llamacpp, vllm',
      'model.name: must not be empty',
      'model.context_size: must be a whole number',
      '"size"',
      'inference.temperature: must be at most 2',
      'inference.gpu_layers: must be -1 (all) or a number of layers',
      '"devices"',
    ]) {
      expect(read).toThrow(fault);
    }
  });

  it.each([
    ['nothing', 'null', ': must hold backend and model, and may hold inference, device and vllm_config'],
    ['a list', '[]', ': must hold backend and model'],
    ['no model', '{"backend":"vllm"}', ' model: must be a section with name, path, context_size'],
    [
      'an empty section',
      'backend: vllm\nmodel: {name: x}\ndevice:\n',
      ' device: must be a section with device_map, gpu_memory, cpu_memory',
    ],
    [
      'text in a section’s place',
      '{"backend":"vllm","model":{"name":"x"},"vllm_config":"x"}',
      ' vllm_config: must be a section with max_model_len',
    ],
    ['numbers as text', '{"backend":"vllm","model":{"name":"x","context_size":"131072"}}', ' model.context_size: must be a number'],
    ['a list as text', '{"backend":"vllm","model":{"name":[]}}', ' model.name: must be text'],
    ['blanks as a name', '{"backend":"vllm","model":{"name":" "}}', ' model.name: must not be empty'],
    ['a switch as text', '{"backend":"vllm","model":{"name":"x"},"vllm_config":{"enforce_eager":"false"}}', ' must be true or false'],
    ['a key twice', '{"backend":"vllm","model":{"name":"x","name":"y"}}', 'Map keys must be unique at line 1, column 39'],
    ['the schema itself', '{"backend":"ollama|llamacpp|vllm","model":{"name":"x"}}', ' backend: must be one of ollama, llamacpp, vllm'],
  ])('refuses %s in plain words', (_what, content, message) => {
    const path = file('c.yaml', content);
    expect(() => readLlmConfig(path)).toThrow(message);
    expect(() => readLlmConfig(path)).not.toThrow('Invalid input');
  });

  it('says what is wrong with a file that is none', () => {
    expect(() => readLlmConfig('/nowhere/c.yaml')).toThrow('/nowhere/c.yaml: cannot be read (ENOENT)');
    expect(() => readLlmConfig(file('c.json', '{"backend": '))).toThrow('is neither JSON nor YAML');
  });
});

describe('withLlmConfig', () => {
  const llama = { backend: 'llamacpp', model: { name: 'smollm2-135m-instruct', context_size: 2048 }, inference: { threads: 1 } };

  it('puts the file’s settings below the environment’s, which the service then reads', () => {
    const LLM_CONFIG_FILE = file('c.json', llama);
    const config = loadConfig(inferenceConfigSchema, withLlmConfig({ LLM_CONFIG_FILE, LLAMA_CONTEXT_TOKENS: '1024', INFERENCE_MODEL: '' }));
    expect(config).toMatchObject({
      INFERENCE_ENGINE: 'llama',
      INFERENCE_MODEL: 'smollm2-135m-instruct',
      LLAMA_THREADS: 1,
      LLAMA_CONTEXT_TOKENS: 1024,
    });
  });

  it('sends an Ollama backend to Ollama’s own door', () => {
    const LLM_CONFIG_FILE = file('c.json', { backend: 'ollama', model: { name: 'qwen3:4b' } });
    expect(loadConfig(inferenceConfigSchema, withLlmConfig({ LLM_CONFIG_FILE }))).toMatchObject({
      INFERENCE_ENGINE: 'openai',
      OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1',
    });
  });

  it('changes nothing without a file', () => {
    const environment = { LLAMA_THREADS: '1' };
    expect(withLlmConfig(environment)).toBe(environment);
  });
});
