import type { VramPlan } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { shapeOfConfig } from '../kv-cache/config-shape.policy.js';
import * as models from '../kv-cache/models.fixture.js';
import { planVram } from '../kv-cache/vram-plan.policy.js';
import { quantizationByName } from './quantization-name.policy.js';
import { SETTINGS_OF_2025, VARIABLES_OF_2025 } from './seed-settings.fixture.js';
import { vllmCommand } from './vllm-args.policy.js';
import type { VllmContext, VllmMapping } from './vllm-command.js';
import { givenSettings } from './vllm-settings.policy.js';

const MIB = 1_048_576;
const qwen = { shape: shapeOfConfig(models.QWEN3_4B_FP8), weightsBytes: models.QWEN3_4B_FP8_BYTES };
const planFor = (mib: number, computeCapability: number): VramPlan =>
  planVram(qwen, { totalBytes: mib * MIB, computeCapability }, { engine: 'vllm', contextTokens: 131_072, kvDtype: 'fp8' });
const laptop: VllmContext = { checkpointQuantization: 'fp8', computeCapability: 8.9, plan: planFor(16_376, 8.9) };
const unknown: VllmContext = { checkpointQuantization: undefined, computeCapability: undefined, plan: undefined };

const commandOf = (content: object, context = laptop, environment = {}) =>
  vllmCommand(givenSettings({ model: { name: 'some/model' }, ...content }, 'v.yaml', environment), context);
/** What became of one setting: [outcome, flag and value]. */
const fate = (setting: string, value: unknown, context = laptop) => {
  const [section = '', key = ''] = setting.split('.');
  const command = commandOf({ [section]: { ...(section === 'model' ? { name: 'some/model' } : {}), [key]: value } }, context);
  const mapping = command.mappings.find((candidate) => candidate.setting === setting) as VllmMapping;
  const warned = command.warnings.some((warning) => warning.includes(setting));
  return { outcome: mapping.outcome, passes: [mapping.flag, mapping.value].filter(Boolean).join(' '), reason: mapping.reason, warned };
};

describe('vllmCommand, setting by setting, for FP8 weights on a 16 GB card', () => {
  it.each([
    ['engine.quantization', 'fp8', 'omitted', '', 'redundant'],
    ['engine.quantization', 'awq', 'dropped', '', 'refuses to start when told another'],
    ['engine.quantization', 'none', 'omitted', '', 'config.json'],
    ['engine.attention_backend', 'flashinfer', 'passed', '--attention-backend FLASHINFER', 'no longer reads VLLM_ATTENTION_BACKEND'],
    ['engine.attention_backend', 'FLASH_ATTN_VLLM_V1', 'passed', '--attention-backend FLASH_ATTN', 'flag'],
    ['engine.attention_backend', 'xformers', 'dropped', '', 'no XFORMERS'],
    ['engine.attention_backend', 'fast', 'dropped', '', 'FLASH_ATTN, FLASHINFER'],
    ['engine.attention_backend', 'auto', 'omitted', '', 'chooses by itself'],
    ['engine.kv_cache_dtype', 'fp8', 'passed', '--kv-cache-dtype fp8', 'half the size'],
    ['engine.kv_cache_dtype', 'fp8_e5m2', 'mapped', '--kv-cache-dtype fp8', 'refused with FP8 checkpoints'],
    ['engine.kv_cache_dtype', 'fp16', 'passed', '--kv-cache-dtype float16', 'twice'],
    ['engine.kv_cache_dtype', 'bf16', 'passed', '--kv-cache-dtype bfloat16', 'twice'],
    ['engine.kv_cache_dtype', 'auto', 'omitted', '', 'own type'],
    ['engine.kv_cache_dtype', 'q8_0', 'mapped', '--kv-cache-dtype fp8', 'no q8_0'],
    ['engine.kv_cache_dtype', 'q4_0', 'dropped', '', 'auto, float16, bfloat16 or fp8'],
    ['engine.calculate_kv_scales', true, 'dropped', '', 'removed'],
    ['engine.swap_space', 2, 'dropped', '', 'kv_offloading_gib: 2'],
    ['engine.swap_space', 0, 'omitted', '', 'none'],
    ['engine.kv_offloading_gib', 8, 'passed', '--kv-offloading-size 8', 'GiB'],
    ['engine.kv_offloading_gib', 0, 'omitted', '', 'default'],
    ['engine.enforce_eager', true, 'passed', '--enforce-eager', 'no CUDA graphs'],
    ['engine.enforce_eager', false, 'omitted', '', 'default'],
    ['engine.disable_sliding_window', true, 'passed', '--disable-sliding-window', 'window'],
    ['engine.disable_sliding_window', false, 'omitted', '', 'default'],
    ['engine.max_model_len', 131_072, 'passed', '--max-model-len 131072', 'fits'],
    ['engine.max_model_len', 200_000, 'mapped', '--max-model-len 131072', 'refuse to start'],
    ['engine.max_model_len', 'auto', 'passed', '--max-model-len 131072', 'fits'],
    ['engine.gpu_memory_utilization', 0.95, 'mapped', '--gpu-memory-utilization 0.92', 'desktop'],
    ['engine.gpu_memory_utilization', 0.85, 'mapped', '--gpu-memory-utilization 0.92', 'cannot hold 131072 tokens: 0.89'],
    ['engine.gpu_memory_utilization', 0.9, 'passed', '--gpu-memory-utilization 0.9', '0.89 is needed'],
    ['engine.gpu_memory_utilization', 'auto', 'passed', '--gpu-memory-utilization 0.92', 'desktop'],
    ['performance.max_num_seqs', 256, 'mapped', '--max-num-seqs 4', 'wait their turn'],
    ['performance.max_num_seqs', 2, 'passed', '--max-num-seqs 2', 'up to 4'],
    ['performance.max_num_seqs', 'auto', 'passed', '--max-num-seqs 4', '138383 tokens'],
    ['performance.max_num_batched_tokens', 8_192, 'mapped', '--max-num-batched-tokens 2048', 'activations'],
    ['performance.max_num_batched_tokens', 1_024, 'passed', '--max-num-batched-tokens 1024', 'up to 2048'],
    ['performance.max_num_batched_tokens', 'auto', 'passed', '--max-num-batched-tokens 2048', 'activations'],
    ['performance.max_seq_len_to_capture', 8_192, 'dropped', '', 'removed'],
    ['performance.disable_log_stats', false, 'omitted', '', 'presence alone'],
    ['performance.disable_log_stats', true, 'passed', '--disable-log-stats', 'switch'],
    ['gpu.tensor_parallel_size', 1, 'omitted', '', 'default'],
    ['gpu.tensor_parallel_size', 2, 'passed', '--tensor-parallel-size 2', 'cards'],
    ['gpu.pipeline_parallel_size', 2, 'passed', '--pipeline-parallel-size 2', 'cards'],
    ['gpu.trust_remote_code', true, 'dropped', '', 'code that comes with a model'],
    ['gpu.trust_remote_code', false, 'omitted', '', 'default'],
    ['optimization.enable_prefix_caching', true, 'passed', '--enable-prefix-caching', 'default'],
    ['optimization.enable_prefix_caching', false, 'passed', '--no-enable-prefix-caching', 'switch'],
    ['optimization.enable_chunked_prefill', true, 'passed', '--enable-chunked-prefill', 'default'],
    ['optimization.max_num_prefills', 16, 'dropped', '', 'max-num-batched-tokens'],
    ['server.host', '0.0.0.0', 'passed', '--host 0.0.0.0', 'internal network'],
    ['server.port', 9_000, 'passed', '--port 9000', 'VLLM_PORT'],
    ['server.sleep_mode', true, 'passed', '--enable-sleep-mode', 'frees the card'],
    ['server.sleep_mode', false, 'omitted', '', 'default'],
    ['server.tool_call_parser', 'qwen3_coder', 'passed', '--tool-call-parser qwen3_coder', 'tool calls'],
    ['server.api_key', 'secret-of-mine', 'dropped', '', 'VLLM_API_KEY'],
    ['model.served_name', 'docmind', 'passed', '--served-model-name docmind', 'requests'],
    ['model.path', '/m', 'omitted', '', 'first'],
  ])('%s: %s is %s as "%s": %s', (...[setting, value, outcome, passes, reason]) => {
    const is = fate(setting, value);
    expect(is).toMatchObject({ outcome, passes, reason: expect.stringContaining(reason) });
    expect(is.warned).toBe(outcome === 'mapped' || outcome === 'dropped');
  });
});

describe('vllmCommand on other checkpoints and cards', () => {
  const ampere = { ...laptop, computeCapability: 8.6, plan: planFor(12_288, 8.6) };
  const plain = { ...laptop, checkpointQuantization: 'none' };

  it.each([
    ['fp8 for a 16-bit checkpoint', 'engine.quantization', 'fp8', plain, 'passed', '--quantization fp8'],
    ['awq for a 16-bit checkpoint', 'engine.quantization', 'awq', plain, 'dropped', ''],
    ['fp8 for one nobody can look at', 'engine.quantization', 'fp8', unknown, 'passed', '--quantization fp8'],
    ['awq for one nobody can look at', 'engine.quantization', 'awq', unknown, 'omitted', ''],
    ['fp8 on a card of 6.1', 'engine.quantization', 'fp8', { ...plain, computeCapability: 6.1 }, 'dropped', ''],
    ['an fp8 cache on Ampere', 'engine.kv_cache_dtype', 'fp8', ampere, 'dropped', ''],
    ['e5m2 for a 16-bit checkpoint', 'engine.kv_cache_dtype', 'fp8_e5m2', plain, 'mapped', '--kv-cache-dtype fp8'],
    ['FlashInfer on Ampere', 'engine.attention_backend', 'FLASHINFER', ampere, 'passed', '--attention-backend FLASHINFER'],
    ['FlashInfer on Turing', 'engine.attention_backend', 'FLASHINFER', { ...laptop, computeCapability: 7.5 }, 'dropped', ''],
    ['128K on 12 GB without fp8', 'engine.max_model_len', 131_072, ampere, 'mapped', '--max-model-len 38912'],
    ['0.95 with no card known', 'engine.gpu_memory_utilization', 0.95, unknown, 'mapped', '--gpu-memory-utilization 0.92'],
    ['0.85 with no card known', 'engine.gpu_memory_utilization', 0.85, unknown, 'passed', '--gpu-memory-utilization 0.85'],
    ['auto with no card known', 'engine.gpu_memory_utilization', 'auto', unknown, 'passed', '--gpu-memory-utilization 0.92'],
    ['auto context with no card known', 'engine.max_model_len', 'auto', unknown, 'passed', '--max-model-len auto'],
    ['auto sequences with no card known', 'performance.max_num_seqs', 'auto', unknown, 'passed', '--max-num-seqs 4'],
    ['256 sequences with no card known', 'performance.max_num_seqs', 256, unknown, 'passed', '--max-num-seqs 256'],
    ['batches with no card known', 'performance.max_num_batched_tokens', 8_192, unknown, 'passed', '--max-num-batched-tokens 8192'],
  ])('%s', (...[_what, setting, value, context, outcome, passes]) => {
    expect(fate(setting, value, context)).toMatchObject({ outcome, passes });
  });

  it('says that vLLM will not start where the model does not fit', () => {
    const { warnings } = commandOf({}, { ...laptop, plan: planFor(6_144, 8.9) });
    expect(warnings.join('\n')).toContain('vLLM will not start with this model on this card');
  });
});

describe('the command line', () => {
  it('that becomes of the settings of 2025 on a 16 GB card', () => {
    const { commandLine, warnings } = vllmCommand(givenSettings(SETTINGS_OF_2025, 'v.yaml', {}), laptop);
    expect(commandLine.join(' ')).toBe(
      'vllm serve /models/Qwen3-4B-Instruct-2507-FP8 --served-model-name Qwen/Qwen3-4B-Instruct-2507-FP8 --host 127.0.0.1 --port 8000' +
        ' --enable-sleep-mode --tool-call-parser hermes --max-model-len 131072 --attention-backend FLASHINFER --kv-cache-dtype fp8' +
        ' --gpu-memory-utilization 0.92 --max-num-seqs 4 --max-num-batched-tokens 2048 --enable-prefix-caching --enable-chunked-prefill' +
        ' --enable-auto-tool-choice --enable-prompt-tokens-details',
    );
    expect(warnings).toHaveLength(9);
    expect(warnings[0]).toBe(
      'v.yaml engine.kv_cache_dtype: fp8_e5m2 became --kv-cache-dtype fp8: fp8_e5m2 is refused with FP8 checkpoints; fp8 (e4m3) has the same size',
    );
  });

  it('is the same from the variables of 2025', () => {
    const { commandLine } = commandOf({ model: { name: 'Qwen/Qwen3-4B-Instruct-2507-FP8' } }, laptop, VARIABLES_OF_2025);
    expect(commandLine).toEqual(vllmCommand(givenSettings(SETTINGS_OF_2025, 'v.yaml', {}), laptop).commandLine);
  });

  it('names the model by the hub’s name where there is no path, and never holds a key', () => {
    const { commandLine, mappings } = commandOf({ server: { api_key: 'secret-of-mine' } });
    expect(commandLine[2]).toBe('some/model');
    expect(JSON.stringify([commandLine, mappings])).not.toContain('secret-of-mine');
  });

  it('tells where each argument came from and why', () => {
    const { arguments: args, environment } = commandOf({ engine: { max_model_len: 4_096 } });
    expect(args.find(({ flag }) => flag === '--max-model-len')).toMatchObject({ value: '4096', from: 'v.yaml engine.max_model_len' });
    expect(args.find(({ flag }) => flag === '--port')).toMatchObject({ from: 'default' });
    expect(args.every(({ reason }) => reason.length > 0)).toBe(true);
    expect(environment.map(({ name }) => name)).toEqual(['VLLM_NO_USAGE_STATS', 'DO_NOT_TRACK', 'HF_HUB_OFFLINE', 'VLLM_SERVER_DEV_MODE']);
  });

  it('opens the routes for sleeping only where the engine may sleep', () => {
    expect(commandOf({ server: { sleep_mode: false } }).environment.map(({ name }) => name)).not.toContain('VLLM_SERVER_DEV_MODE');
  });
});

describe('quantizationByName', () => {
  it.each([
    ['/models/Qwen3-4B-Instruct-2507-FP8', 'fp8'],
    ['Qwen/Qwen3-4B-AWQ', 'awq'],
    ['some_gptq', 'gptq'],
    ['Qwen/Qwen3-4B-Instruct-2507', undefined],
    ['fp8000/model', undefined],
  ])('%s', (name, method) => {
    expect(quantizationByName(name)).toBe(method);
  });
});
