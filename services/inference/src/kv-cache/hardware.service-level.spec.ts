import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inferenceHardwareDescribe, inferenceKvCachePlan, inferenceModelAllocate, type VramPlan } from '@docmind/contracts';
import { newRequestContext } from '@docmind/messaging';
import { modelsDirForTests, temporaryFolder, until } from '@docmind/testing';
import { afterEach, describe, expect, it } from 'vitest';
import * as models from './models.fixture.js';
import { type InferenceUnderTest, MOCK_MODEL as model, startMockedUnderTest } from '../service.fixture.js';

const card = (usedMib: number) =>
  `0, GPU-6f1f, NVIDIA GeForce RTX 4090 Laptop GPU, 565.57.01, 16376, ${usedMib}, ${16_376 - usedMib}, 85, 61, 67, 98.53, 1980, 9001, P0, 8.9, [N/A]`;
const GPU = { totalBytes: 16_376 * 1_048_576, computeCapability: 8.9 };
const chat = { model, messages: [{ role: 'user', content: 'Where?' }] };

/** A program in nvidia-smi's place whose answer can be changed while the service runs. */
function fakeCard(usedMib: number) {
  const folder = temporaryFolder();
  const command = join(folder, 'nvidia-smi');
  const says = (mib: number) => {
    writeFileSync(join(folder, 'next'), `${card(mib)}\n`);
    renameSync(join(folder, 'next'), join(folder, 'answer'));
  };
  says(usedMib);
  writeFileSync(command, `#!/bin/sh\ncat ${join(folder, 'answer')}\n`);
  chmodSync(command, 0o755);
  return { command, says };
}

describe('the inference service and its hardware', () => {
  const opened: InferenceUnderTest[] = [];
  const start = async (environment: Record<string, string>) => {
    const under = await startMockedUnderTest({ VRAM_WATCH_INTERVAL_MS: '100', MODELS_DIR: modelsDirForTests(), ...environment });
    opened.push(under);
    return under;
  };
  const noGpu = { NVIDIA_SMI_COMMAND: 'there-is-no-such-tool' };
  afterEach(async () => {
    for (const under of opened.splice(0)) await under.close();
  });

  it('shows the machine over HTTP and messages', async () => {
    const { service, transport } = await start({ NVIDIA_SMI_COMMAND: fakeCard(1_000).command });
    const reply = await fetch(`${service.url}/hardware`);
    const hardware = await reply.json();
    expect(reply.status).toBe(200);
    expect(inferenceHardwareDescribe.reply.parse(hardware)).toMatchObject({
      device: 'gpu',
      gpus: [{ name: 'NVIDIA GeForce RTX 4090 Laptop GPU', fp8: true, flashInfer: true }],
      watch: { state: 'ok', maxFraction: 0.95 },
    });
    expect(await transport.client.call(inferenceHardwareDescribe, {}, newRequestContext())).toMatchObject({ device: 'gpu' });
  });

  it('says why models run on the CPU, and watches nothing there', async () => {
    const { service } = await start(noGpu);
    expect(await (await fetch(`${service.url}/hardware`)).json()).toMatchObject({
      device: 'cpu',
      reason: expect.stringContaining('nvidia-smi is not there'),
      watch: { state: 'off' },
    });
  });

  it('watches the slice of a card in MIG mode that an engine gets', async () => {
    const command = join(temporaryFolder(), 'nvidia-smi');
    const slice = '  MIG 1g.10gb     Device  0: (UUID: MIG-1)';
    const table = '|  0    9   0   0  |            7488MiB /  9984MiB    | 16      0 |  1   0    1    0    1 |';
    const card = '0, GPU-1, NVIDIA H100 80GB HBM3, 590.48.01, 81559, 59, 81022, [N/A], [N/A], 42, 71.15, 345, 2619, P0, 9.0, Enabled';
    const answers = `case "$1" in -L) printf 'GPU 0: H100\\n${slice}\\n';; '') echo '${table}';; *) echo '${card}';; esac`;
    writeFileSync(command, `#!/bin/sh\n${answers}\n`, { mode: 0o755 });
    const { service } = await start({ NVIDIA_SMI_COMMAND: command });
    expect(await (await fetch(`${service.url}/hardware`)).json()).toMatchObject({
      gpus: [{ migProfile: '1g.10gb', totalBytes: 9_984 * 1_048_576, freeBytes: 2_496 * 1_048_576 }],
      watch: { state: 'ok', usedFraction: 0.75 },
    });
  });

  it('takes one request at a time while the card is nearly full, and all of them again afterwards', async () => {
    const { command, says } = fakeCard(1_000);
    const under = await start({ NVIDIA_SMI_COMMAND: command });
    const ask = () => under.post('/v1/chat/completions', chat);
    expect((await ask()).status).toBe(200);
    says(15_900);
    const watch = async () => ((await (await fetch(`${under.service.url}/hardware`)).json()) as { watch: { state: string } }).watch.state;
    await until(async () => (await watch()) === 'shed', 'the watch to see it');
    expect((await ask()).status).toBe(200);
    const leave = new AbortController();
    const story = { ...chat, messages: [{ role: 'user', content: 'Tell me a long story' }], stream: true };
    expect((await under.post('/v1/chat/completions', story, { signal: leave.signal })).status).toBe(200);
    const refused = await ask();
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringContaining('The GPU memory is 97.1 % full, and 95.0 % is the limit') },
    });
    const stream = await under.post('/v1/chat/completions', { ...chat, stream: true });
    expect(stream.status).toBe(429);
    expect(await under.metric('docmind_inference_vram_shed_total')).toBe(2);
    says(1_000);
    await until(async () => (await ask()).status === 200, 'requests to be taken again');
    leave.abort();
  });

  it('plans a config.json on a given card', async () => {
    const under = await start(noGpu);
    const body = { config: models.QWEN3_4B_FP8, weightsBytes: models.QWEN3_4B_FP8_BYTES, gpu: GPU, kvDtype: 'fp8' };
    const reply = await under.post('/kv-cache/plan', body);
    expect(reply.status).toBe(200);
    expect(inferenceKvCachePlan.reply.parse(await reply.json())).toMatchObject({
      fits: true,
      maxModelLen: 131_072,
      kvBytesPerToken: 73_728,
    });
  });

  it('plans an installed model on this machine’s card', async () => {
    const under = await start({ NVIDIA_SMI_COMMAND: fakeCard(300).command });
    const body = { model: 'smollm2-135m-instruct', engine: 'llamacpp', contextTokens: 8_192 };
    const plan = (await (await under.post('/kv-cache/plan', body)).json()) as VramPlan;
    expect(plan).toMatchObject({ fits: true, maxModelLen: 8_192, kvBytesPerToken: 23_040, gpuLayers: 30, memory: { weights: 96_576_768 } });
    const asked = { ...body, engine: 'llamacpp' as const, kvDtype: 'q8_0' as const };
    expect(await under.transport.client.call(inferenceKvCachePlan, asked, newRequestContext())).toMatchObject({ kvBytesPerToken: 12_240 });
  });

  it.each([
    ['neither model nor config', {}, 400, 'needs either `model` or `config`'],
    ['both', { model: 'm', config: {} }, 400, 'needs either'],
    ['a config without its weights', { config: models.GPT2 }, 400, 'weightsBytes: must be given with `config`'],
    ['a config that describes no decoder', { config: { model_type: 'x' }, weightsBytes: 1, gpu: GPU }, 400, 'num_hidden_layers'],
    ['an unknown type', { model: 'm', kvDtype: 'int3' }, 400, 'kvDtype'],
    ['an unknown model', { model: 'nobody', gpu: GPU }, 404, 'nobody'],
    ['a path for a model', { model: '../../etc', gpu: GPU }, 404, '../../etc'],
    ['a model that is not installed', { model: 'qwen3-4b-instruct-2507', gpu: GPU }, 400, 'models pull'],
    ['no card anywhere', { config: models.GPT2, weightsBytes: 1_000_000 }, 400, 'There is no card here to plan for'],
  ])('refuses %s', async (_what, body, status, message) => {
    const under = await start(noGpu);
    const reply = await under.post('/kv-cache/plan', body);
    expect(reply.status).toBe(status);
    expect(await reply.text()).toContain(message);
  });

  it('allocates a model over HTTP and messages', async () => {
    const under = await start({ NVIDIA_SMI_COMMAND: fakeCard(300).command });
    const reply = await under.post('/hardware/allocate', { modelBytes: 4_411_000_000 });
    expect(await reply.json()).toMatchObject({ device: 'gpu', gpus: [{ index: 0 }], tensorParallelSize: 1 });
    const asked = { modelBytes: 40_000_000_000, quantization: 'fp8' as const };
    expect(await under.transport.client.call(inferenceModelAllocate, asked, newRequestContext())).toMatchObject({ device: 'none' });
    expect((await under.post('/hardware/allocate', { modelBytes: -1 })).status).toBe(400);
  });

  it('obeys CUDA_VISIBLE_DEVICES', async () => {
    const { service } = await start({ NVIDIA_SMI_COMMAND: fakeCard(300).command, CUDA_VISIBLE_DEVICES: '-1' });
    expect(await (await fetch(`${service.url}/hardware`)).json()).toMatchObject({ device: 'cpu', watch: { state: 'off' } });
  });
});
