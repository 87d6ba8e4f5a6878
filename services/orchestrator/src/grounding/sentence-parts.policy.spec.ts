import { growsTooFast, runOf } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { borneOutBy } from './sentence-parts.policy.js';

describe('what of a sentence bears a draft out', () => {
  it('is a later part with what it leaves out of the first', () => {
    const text = 'The orchestrator listens on 8080, inference on 8001 and the cache on 8899.';
    expect(borneOutBy('The cache listens on 8899.', text)).toHaveLength(1);
    expect(borneOutBy('Inference listens on 8899.', text)).toEqual([]);
  });

  it.each(['the cache on 8899, ', 'and ', 'a1, b2, ', 'one, '])('takes time in proportion to both: runs of "%s"', (part) => {
    const read = (text: string): unknown => borneOutBy(text, `The orchestrator listens on 8080, ${text}`);
    expect(growsTooFast(read, runOf(part))).toBe(false);
    const counted = (size: number): string => Array.from({ length: size / 8 }, (_, at) => `gate ${at} w${at}`).join(', ');
    expect(growsTooFast(read, counted)).toBe(false);
  });
});
