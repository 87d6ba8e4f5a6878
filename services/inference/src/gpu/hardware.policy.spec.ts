import type { Gpu, GpuSurvey } from '@docmind/hardware';
import { describe, expect, it } from 'vitest';
import { hardwareOf } from './hardware.policy.js';

const GIB = 1_073_741_824;
const host = { cpuCores: 16, ramTotalBytes: 64 * GIB, ramFreeBytes: 40 * GIB };
const gpu = (more: Partial<Gpu> = {}): Gpu =>
  ({
    index: 0,
    uuid: 'GPU-a',
    name: 'RTX 4090 Laptop',
    computeCapability: 8.9,
    totalBytes: 16 * GIB,
    freeBytes: 15 * GIB,
    sharesMemory: false,
    isMigEnabled: false,
    migDevices: [],
    ...more,
  }) as Gpu;
const survey = (...gpus: Gpu[]): GpuSurvey => ({ gpus, reason: undefined, notes: [] });

describe('hardwareOf', () => {
  it('shows a card with what it can do', () => {
    expect(hardwareOf(survey(gpu()), undefined, host)).toMatchObject({
      device: 'gpu',
      reason: 'RTX 4090 Laptop',
      vramTotalBytes: 16 * GIB,
      vramFreeBytes: 15 * GIB,
      cpuCores: 16,
      gpus: [{ fp8: true, fp8KvCache: true, flashInfer: true, computeCapability: 8.9 }],
    });
  });

  it('adds up what is visible only', () => {
    const two = survey(gpu(), gpu({ index: 1, uuid: 'GPU-b' }));
    expect(hardwareOf(two, undefined, host).vramTotalBytes).toBe(32 * GIB);
    expect(hardwareOf(two, '1', host)).toMatchObject({ vramTotalBytes: 16 * GIB, gpus: [{ uuid: 'GPU-b' }] });
  });

  it('shows a slice as the card that an engine gets', () => {
    const mig = { uuid: 'MIG-1', profile: '3g.20gb', totalBytes: 20e9, usedBytes: 5e9 };
    const sliced = hardwareOf(survey(gpu({ name: 'A100', computeCapability: 8, isMigEnabled: true, migDevices: [mig] })), undefined, host);
    expect(sliced).toMatchObject({
      reason: 'A100, 3g.20gb',
      vramTotalBytes: 20e9,
      vramFreeBytes: 15e9,
      gpus: [{ uuid: 'MIG-1', migProfile: '3g.20gb', fp8: false }],
    });
  });

  it('gives a card without memory of its own the machine’s, less what the system needs', () => {
    const gb10 = gpu({ name: 'NVIDIA GB10', computeCapability: 12.1, totalBytes: undefined, freeBytes: undefined, sharesMemory: true });
    const hardware = hardwareOf(survey(gb10), undefined, host);
    expect(hardware).toMatchObject({ device: 'gpu', reason: 'NVIDIA GB10', vramTotalBytes: 64 * GIB });
    expect(hardware.gpus).toMatchObject([{ sharesMemory: true, totalBytes: 64 * GIB, fp8KvCache: true }]);
    expect(hardware.vramFreeBytes / GIB).toBeCloseTo(33.6);
    expect(hardwareOf(survey(gb10), undefined, { ...host, ramFreeBytes: GIB }).vramFreeBytes).toBe(0);
  });

  it.each([
    ['no driver', { gpus: [], reason: 'nvidia-smi is not there', notes: [] }, undefined, 'models run on the CPU: nvidia-smi is not there'],
    ['all hidden', survey(gpu()), '-1', 'models run on the CPU: CUDA_VISIBLE_DEVICES=-1 hides every GPU'],
    ['an empty variable', survey(gpu()), '', 'hides every GPU'],
    ['memory that the driver refuses', survey(gpu({ totalBytes: undefined })), undefined, 'does not tell the memory of RTX 4090 Laptop'],
  ])('falls back to the CPU for %s, and says why', (_what, found, variable, reason) => {
    const hardware = hardwareOf(found, variable, host);
    expect(hardware.device).toBe('cpu');
    expect(hardware.vramTotalBytes).toBe(0);
    expect(hardware.reason).toContain(reason);
  });
});
