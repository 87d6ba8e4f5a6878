import type { KvDtype } from '@docmind/contracts';
import { bytesOf } from './kv-dtype.policy.js';
import type { ModelShape } from './model-shape.js';

/**
 * What one more token costs while no window is full: 2 x layers x KV heads x head dim x bytes of a number, summed over groups of layers that
 * may differ. In bytes.
 */
export function kvBytesPerToken({ groups }: ModelShape, dtype: KvDtype): number {
  return sum(groups.map(({ layers, numbersPerToken }) => layers * bytesOf(numbersPerToken, dtype)));
}

/** The cache of one sequence of this length. In bytes. */
export function kvBytes({ groups }: ModelShape, dtype: KvDtype, tokens: number): number {
  return sum(
    groups.map(({ layers, numbersPerToken, windowTokens }) => {
      const kept = Math.min(tokens, windowTokens ?? tokens);
      return layers * bytesOf(numbersPerToken, dtype) * kept;
    }),
  );
}

/** The longest sequence whose cache fits into the budget, up to `mostTokens`. */
export function longestSequence(shape: ModelShape, dtype: KvDtype, budgetBytes: number, mostTokens: number): number {
  let fits = 0;
  let tooLong = mostTokens + 1;
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (kvBytes(shape, dtype, middle) <= budgetBytes) fits = middle;
    else tooLong = middle;
  }
  return fits;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
