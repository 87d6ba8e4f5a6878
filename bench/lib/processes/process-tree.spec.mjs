import { describe, expect, it } from 'vitest';
import { treeRssBytes } from './process-tree.mjs';

describe.runIf(process.platform === 'linux')('memory', () => {
  it('is that of a living process, and none of one that is gone', () => {
    expect(treeRssBytes(process.pid)).toBeGreaterThan(10 * 1024 * 1024);
    expect(treeRssBytes(2 ** 30)).toBe(0);
  });
});
