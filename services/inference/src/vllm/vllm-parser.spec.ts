import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithVllmParser, repositoryRoot, vllmRefusals } from '@docmind/testing';
import { expect, it } from 'vitest';
import { shapeOfConfig } from '../kv-cache/config-shape.policy.js';
import * as models from '../kv-cache/models.fixture.js';
import { planVram } from '../kv-cache/vram-plan.policy.js';
import { SETTINGS_OF_2025, VARIABLES_OF_2025 } from './seed-settings.fixture.js';
import { vllmCommand } from './vllm-args.policy.js';
import { vllmArguments } from './vllm-arguments.js';
import type { VllmContext } from './vllm-command.js';
import { givenSettings } from './vllm-settings.policy.js';

const MIB = 1_048_576;
const inRoot = (path: string) => join(repositoryRoot(), path);

const unknown: VllmContext = { checkpointQuantization: undefined, computeCapability: undefined, plan: undefined };
const card = (mib: number, computeCapability: number, checkpointQuantization: string): VllmContext => {
  const config = checkpointQuantization === 'fp8' ? models.QWEN3_4B_FP8 : models.QWEN3_4B_BF16;
  const weightsBytes = checkpointQuantization === 'fp8' ? models.QWEN3_4B_FP8_BYTES : models.QWEN3_4B_BF16_BYTES;
  const wish = { engine: 'vllm', contextTokens: 131_072, kvDtype: 'fp8' } as const;
  const plan = planVram({ shape: shapeOfConfig(config), weightsBytes }, { totalBytes: mib * MIB, computeCapability }, wish);
  return { checkpointQuantization, computeCapability, plan };
};
const contexts = [
  unknown,
  ...[8_188, 12_288, 16_376, 24_564, 81_559].flatMap((mib) => [card(mib, 8.9, 'fp8'), card(mib, 8.6, 'fp8'), card(mib, 8.9, 'none')]),
];

const variants: Readonly<Record<string, object>> = {
  'the settings of 2025': SETTINGS_OF_2025,
  'nothing but a model': { model: { name: 'some/model' } },
  'everything turned round': {
    model: { name: 'some/model', path: '/m', served_name: 'docmind' },
    server: { host: '0.0.0.0', port: 9000, sleep_mode: false, tool_call_parser: 'qwen3_coder' },
    engine: {
      max_model_len: 'auto',
      quantization: 'fp8',
      attention_backend: 'flash-attn',
      kv_cache_dtype: 'fp16',
      enforce_eager: true,
      gpu_memory_utilization: 0.5,
      swap_space: 0,
      kv_offloading_gib: 4,
      disable_sliding_window: true,
    },
    performance: { max_num_seqs: 2, max_num_batched_tokens: 1024, disable_log_stats: true },
    gpu: { tensor_parallel_size: 2, pipeline_parallel_size: 2, trust_remote_code: false },
    optimization: { enable_prefix_caching: false, enable_chunked_prefill: false },
  },
  ...Object.fromEntries(
    ['FLASH_ATTN', 'FLASHINFER', 'TRITON_ATTN', 'FLEX_ATTENTION', 'FLASHINFER_VLLM_V1'].map((name) => [
      `attention by ${name}`,
      { model: { name: 'm' }, engine: { attention_backend: name } },
    ]),
  ),
  ...Object.fromEntries(
    ['fp8', 'fp8_e4m3', 'fp8_e5m2', 'fp16', 'bf16', 'float16', 'auto', 'q8_0'].map((name) => [
      `a cache of ${name}`,
      { model: { name: 'm' }, engine: { kv_cache_dtype: name } },
    ]),
  ),
  ...Object.fromEntries(
    ['fp8', 'fp8_per_block', 'awq', 'none', 'mxfp8', 'int8_per_channel_weight_only'].map((name) => [
      `weights as ${name}`,
      { model: { name: 'm' }, engine: { quantization: name } },
    ]),
  ),
};

/** Backslash and line end join lines. */
function systemdCommand(): string[] {
  const unit = readFileSync(inRoot('deploy/systemd/vllm-server.service'), 'utf8').replace(/\\\n/g, ' ');
  return /^ExecStart=(.*)$/m.exec(unit)?.[1]?.trim().split(/\s+/) ?? [];
}

describeWithVllmParser(() => {
  it('knows a refused flag from one that is taken', () => {
    const refused = [
      ['/m', '--swap-space', '2'],
      ['/m', '--kv-cache-dtype', 'fp7'],
      ['/m', '--attention-backend', 'NONE'],
      ['/m', '--gpu-memory-utilization', '1.5'],
      ['/m', '--disable-log-stats', 'false'],
      ['/m', '--calculate-kv-scales'],
      ['/m', '--quantization', 'q4'],
    ];
    expect(vllmRefusals([['/m'], ...refused]).map((answer) => answer === null)).toEqual([true, ...refused.map(() => false)]);
  });

  it('takes every command line we make, on no card, and on cards of 8 to 80 GB with and without FP8', () => {
    const cases = Object.entries(variants).flatMap(([what, content]) =>
      contexts.map((context, at) => ({
        what: `${what}, context ${at}`,
        command: vllmCommand(givenSettings(content, 'v.yaml', {}), context),
      })),
    );
    const fromVariables = vllmCommand(givenSettings({ model: { name: 'm' } }, 'v.yaml', VARIABLES_OF_2025), unknown);
    const all = [...cases, { what: 'the variables of 2025', command: fromVariables }];
    const answers = vllmRefusals(all.map(({ command }) => command.commandLine.slice(2)));
    const refused = all.flatMap(({ what, command }, at) =>
      answers[at] === null ? [] : [{ what, says: answers[at], line: command.commandLine.join(' ') }],
    );
    expect(refused).toEqual([]);
    expect(answers).toHaveLength(all.length);
  }, 120_000);

  it('takes config/vllm_service.yaml and the systemd unit', async () => {
    const { commandLine } = await vllmArguments({ file: inRoot('config/vllm_service.yaml'), environment: {}, gpu: undefined });
    expect(vllmRefusals([commandLine.slice(2), systemdCommand().slice(2)])).toEqual([null, null]);
  });
});
