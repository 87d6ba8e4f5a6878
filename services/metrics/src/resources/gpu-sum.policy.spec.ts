import type { Gpu } from '@docmind/hardware';
import { describe, expect, it } from 'vitest';
import { sumOfGpus } from './gpu-sum.policy.js';

const gpu = (usedBytes: number | undefined, totalBytes: number | undefined, gpuPercent: number | undefined) =>
  ({ usedBytes, totalBytes, gpuPercent }) as Gpu;

describe('sumOfGpus', () => {
  it.each([
    ['one', [gpu(13, 16, 85)], { usedBytes: 13, totalBytes: 16, percent: 85 }],
    ['several: memory added, use averaged', [gpu(1, 2, 10), gpu(3, 4, 30)], { usedBytes: 4, totalBytes: 6, percent: 20 }],
    ['a use that is not told', [gpu(1, 2, undefined), gpu(3, 4, 30)], { usedBytes: 4, totalBytes: 6, percent: 30 }],
    ['no use told at all', [gpu(1, 2, undefined)], { usedBytes: 1, totalBytes: 2, percent: 0 }],
    ['a board that shares the machine’s memory', [gpu(undefined, undefined, 5)], undefined],
    ['none', [], undefined],
  ])('%s', (_what, gpus, expected) => {
    expect(sumOfGpus(gpus)).toEqual(expected);
  });
});
