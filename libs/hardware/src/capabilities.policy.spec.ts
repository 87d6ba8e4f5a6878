import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from './capabilities.policy.js';

describe('capabilitiesOf', () => {
  it.each([
    [6.1, { fp8Compute: false, fp8Weights: false, fp8KvCache: false, flashInfer: false, bfloat16: false }],
    [7.5, { fp8Compute: false, fp8Weights: true, fp8KvCache: false, flashInfer: false, bfloat16: false }],
    [8.0, { fp8Compute: false, fp8Weights: true, fp8KvCache: false, flashInfer: true, bfloat16: true }],
    [8.6, { fp8Compute: false, fp8Weights: true, fp8KvCache: false, flashInfer: true, bfloat16: true }],
    [8.9, { fp8Compute: true, fp8Weights: true, fp8KvCache: true, flashInfer: true, bfloat16: true }],
    [9.0, { fp8Compute: true, fp8Weights: true, fp8KvCache: true, flashInfer: true, bfloat16: true }],
    [12.1, { fp8Compute: true, fp8Weights: true, fp8KvCache: true, flashInfer: true, bfloat16: true }],
    [13.0, { fp8Compute: true, fp8Weights: true, fp8KvCache: true, flashInfer: false, bfloat16: true }],
    [undefined, { fp8Compute: false, fp8Weights: false, fp8KvCache: false, flashInfer: false, bfloat16: false }],
  ])('%s', (computeCapability, expected) => {
    expect(capabilitiesOf(computeCapability)).toMatchObject(expected);
  });

  it('says why', () => {
    expect(capabilitiesOf(8.6).reason).toBe('compute capability 8.6 runs FlashInfer; FP8 arithmetic and an fp8 KV cache need 8.9');
    expect(capabilitiesOf(undefined).reason).toContain('a newer driver does');
    expect(capabilitiesOf(6.1).reason).toContain('llama.cpp may still run');
  });
});
