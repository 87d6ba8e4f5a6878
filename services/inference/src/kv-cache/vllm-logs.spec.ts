// Our figures against those that vLLM printed on cards we have not.
import { describe, expect, it } from 'vitest';
import { shapeOfConfig } from './config-shape.policy.js';
import { kvBytesPerToken } from './kv-size.policy.js';
import { overheadBytes, vllmActivations } from './overhead.policy.js';
import { VLLM_LOGS } from './vllm-logs.fixture.js';

const GIB = 1_073_741_824;
/** They print two decimals. */
const ROUNDING_GIB = 0.0051;
/** Weights, activation, what isn't torch's and the cache, each rounded. */
const SUM_ROUNDING_GIB = 4 * ROUNDING_GIB;
const logs = Object.entries(VLLM_LOGS);

describe('vLLM’s own figures', () => {
  it.each(logs)('%s: they add up, so they are read right', (_name, { usable, weights, activation, nonTorch, kvCache }) => {
    expect(Math.abs(usable - weights - activation - nonTorch - kvCache)).toBeLessThan(SUM_ROUNDING_GIB);
  });

  it.each(logs.filter(([, { kvTokens }]) => !Number.isNaN(kvTokens)))('%s: bytes a token', (_name, { config, kvCache, kvTokens }) => {
    const perToken = kvBytesPerToken(shapeOfConfig(config), 'fp16');
    expect(Math.abs((perToken * kvTokens) / GIB - kvCache)).toBeLessThan(ROUNDING_GIB);
  });

  it.each(logs)('%s: activations, never less than measured and at most 0.5 GiB more', (_name, { config, activation, ...load }) => {
    const estimate = vllmActivations(shapeOfConfig(config), load) / GIB;
    expect(estimate - activation).toBeGreaterThan(-ROUNDING_GIB);
    expect(estimate - activation).toBeLessThan(0.5);
  });

  it.each(logs.filter(([, { outside }]) => outside !== undefined))('%s: all that is neither weights nor cache', (_name, log) => {
    const measured = log.activation + log.nonTorch + (log.graphs ?? 0) + (log.outside ?? 0);
    const estimate = overheadBytes('vllm', shapeOfConfig(log.config), log) / GIB;
    expect(estimate).toBeGreaterThan(measured);
    // The 0.38 GiB of FlashInfer's workspace are in the estimate only: these cards ran FlashAttention.
    expect(estimate - measured).toBeLessThan(1.25);
  });
});
