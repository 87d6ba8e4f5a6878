import { ModelCatalogue } from '@docmind/models';
import { describe, expect, it } from 'vitest';
import { bestInstalled, candidatesOf, type Room } from './recommend.policy.js';

const GB = 1e9;
const { entries } = ModelCatalogue.load();
const room = (given: Partial<Room> = {}): Room => ({ gpuBytes: undefined, memoryBytes: 16 * GB, diskBytes: 100 * GB, cores: 4, ...given });
const nothing = () => false;
const best = (given: Partial<Room>, unreachable: (kind: string) => boolean = () => false, installed: (id: string) => boolean = nothing) =>
  candidatesOf(entries, room(given), installed, ({ kind }) => (unreachable(kind) ? 'not reached' : undefined)).find(
    ({ problem }) => problem === undefined,
  )?.entry.id;

describe('the model that is recommended', () => {
  it('is the best that fits memory and disk', () => {
    expect(best({})).toBe('qwen3-4b-instruct-2507-gguf');
    expect(best({ memoryBytes: 5 * GB })).toBe('qwen3-1.7b-gguf');
    expect(best({ memoryBytes: 1 * GB })).toBe('smollm2-135m-instruct');
    expect(best({ memoryBytes: 2 * GB, gpuBytes: 6 * GB })).toBe('qwen3-4b-instruct-2507-gguf');
    expect(best({ diskBytes: 1.2 * GB })).toBe('qwen2.5-coder-1.5b-instruct');
  });

  it('is one that can be had: without the hub from a package registry, or installed already', () => {
    const noHub = (kind: string) => kind === 'hub';
    expect(best({}, noHub)).toBe('qwen2.5-coder-1.5b-instruct');
    expect(best({}, () => true)).toBeUndefined();
    expect(
      best(
        {},
        () => true,
        (id) => id === 'qwen3-1.7b-gguf',
      ),
    ).toBe('qwen3-1.7b-gguf');
  });

  it('takes longer the larger it is, and less on a GPU', () => {
    const seconds = (given: Partial<Room>) =>
      candidatesOf(entries, room(given), nothing, () => undefined).map((candidate) => candidate.seconds);
    const [four = 0, , , , small = 0] = seconds({});
    expect(four).toBeGreaterThan(10 * small);
    expect(seconds({ gpuBytes: 24 * GB })[0]).toBeLessThan(four / 10);
  });

  it('to start with is the best of those that are installed', () => {
    const installed = (id: string) => ['smollm2-135m-instruct', 'qwen2.5-coder-0.5b-instruct'].includes(id);
    const candidates = candidatesOf(entries, room(), installed, () => undefined);
    expect(bestInstalled(candidates, installed)).toBe('qwen2.5-coder-0.5b-instruct');
    expect(bestInstalled(candidates, nothing)).toBeUndefined();
  });
});
