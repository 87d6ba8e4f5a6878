import { Server } from 'node:net';
import { modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { usableStack } from './usable-stack.js';

afterEach(() => void vi.restoreAllMocks());

it('looks at the settings once, also where it chooses the model', async () => {
  const tried = vi.spyOn(Server.prototype, 'listen');
  const { config, chosenModel } = await usableStack({ MODELS_DIR: modelsDirForTests(), DOCMIND_DATA_DIR: temporaryFolder() });
  expect([chosenModel, config.inference.INFERENCE_MODEL]).toEqual([expect.any(String), chosenModel]);
  // Whether DOCMIND_HOST is an address of this machine.
  expect(tried).toHaveBeenCalledTimes(1);
});
