import { describe, expect, it } from 'vitest';
import { parseNvidiaSmi } from './nvidia-smi.policy.js';

describe('parseNvidiaSmi', () => {
  it('reads one GPU', () => {
    expect(parseNvidiaSmi('13000, 16376, 85\n')).toEqual({ usedBytes: 13_000 * 1_048_576, totalBytes: 16_376 * 1_048_576, percent: 85 });
  });

  it('adds up the memory of several and averages their use', () => {
    expect(parseNvidiaSmi('1000, 2000, 10\n3000, 4000, 30\n')).toMatchObject({ usedBytes: 4_000 * 1_048_576, percent: 20 });
  });

  it('takes a use it cannot read for none, and text that is no table for no GPU', () => {
    expect(parseNvidiaSmi('1000, 2000, [N/A]')).toMatchObject({ percent: 0 });
    expect(parseNvidiaSmi('NVIDIA-SMI has failed')).toBeUndefined();
    expect(parseNvidiaSmi('')).toBeUndefined();
  });
});
