import type { GpuInfo } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { allocateModel } from './allocation.policy.js';

const GIB = 1_073_741_824;
const gpu = (index: number, freeGib: number | undefined, computeCapability = 8.9, migProfile?: string): GpuInfo => ({
  index,
  uuid: `GPU-${index}`,
  name: `card ${index}`,
  migProfile,
  computeCapability,
  totalBytes: 80 * GIB,
  freeBytes: freeGib === undefined ? undefined : freeGib * GIB,
  fp8: computeCapability >= 8.9,
  fp8KvCache: computeCapability >= 8.9,
  flashInfer: true,
  reason: '',
});
const machine = (...gpus: GpuInfo[]) => ({ gpus, reason: 'models run on the CPU: nvidia-smi is not there', ramFreeBytes: 32 * GIB });
const ask = (modelGib: number, quantization: 'fp8' | 'awq' | 'bf16' | 'fp16' | 'q4_k_m' | 'none' = 'fp8', workingGib?: number) => ({
  modelBytes: modelGib * GIB,
  quantization,
  workingBytes: workingGib === undefined ? undefined : workingGib * GIB,
});

describe('allocateModel', () => {
  it.each([
    ['the only card', ask(4), machine(gpu(0, 16)), [0], 1],
    ['the tightest that fits', ask(4), machine(gpu(0, 80), gpu(1, 12), gpu(2, 3)), [1], 1],
    ['a slice', ask(4), machine(gpu(0, 20, 8.9, '3g.20gb')), [0], 1],
    ['two cards, where one is too small', ask(40), machine(gpu(0, 30), gpu(1, 30)), [0, 1], 2],
    [
      'four of five, as tensor parallelism goes by powers of two',
      ask(100),
      machine(...[0, 1, 2, 3, 4].map((at) => gpu(at, 40))),
      [0, 1, 2, 3],
      4,
    ],
    ['the cards that can run it', ask(4, 'bf16'), machine(gpu(0, 80, 7.5), gpu(1, 12, 8)), [1], 1],
    ['any card for GGUF', ask(4, 'q4_k_m'), machine(gpu(0, 16, 5.2)), [0], 1],
    ['working memory counted as given', ask(4, 'fp8', 9), machine(gpu(0, 12), gpu(1, 14)), [1], 1],
  ])('takes %s', (_what, request, on, cards, parallel) => {
    const { device, gpus, tensorParallelSize } = allocateModel(request, on);
    expect(device).toBe('gpu');
    expect(gpus.map(({ index }) => index)).toEqual(cards);
    expect(tensorParallelSize).toBe(parallel);
  });

  it.each([
    ['no GPU', ask(4, 'q4_k_m'), machine(), 'cpu', 'nvidia-smi is not there'],
    ['a card that is full', ask(4, 'q4_k_m'), machine(gpu(0, 1)), 'cpu', 'card 0 has 1.00 GiB free'],
    ['a board that tells no memory', ask(4, 'none'), machine(gpu(0, undefined)), 'cpu', 'card 0 does not tell its memory'],
    ['FP8 without a GPU', ask(4, 'fp8'), machine(), 'none', 'take a GGUF file for the CPU'],
    ['FP8 on a card of 7.0', ask(4, 'fp8'), machine(gpu(0, 80, 7)), 'none', 'cannot run FP8 weights: it needs compute capability 7.5'],
    ['more than the machine has', ask(100, 'none'), machine(), 'none', '32.00 GiB are free, 120.00 GiB needed'],
    ['slices, which cannot be put together', ask(30), machine(gpu(0, 20, 9, '2g.20gb'), gpu(1, 20, 9, '2g.20gb')), 'none', 'fit on no GPU'],
    ['a share that is too small on one card', ask(40), machine(gpu(0, 47), gpu(1, 3)), 'none', '48.00 GiB fit on no GPU'],
  ])('%s', (_what, request, on, device, reason) => {
    const allocation = allocateModel(request, on);
    expect(allocation.device).toBe(device);
    expect(allocation.gpus).toEqual([]);
    expect(allocation.reasons.join('\n')).toContain(reason);
  });

  it('says what each card gets and why', () => {
    const { gpus, reasons } = allocateModel(ask(40), machine(gpu(0, 30), gpu(1, 30)));
    expect(gpus.map(({ bytes }) => bytes / GIB)).toEqual([24, 24]);
    expect(reasons).toEqual(['no single GPU has 48.00 GiB free; 2 share it equally']);
  });
});
