import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgram } from '../program.js';

const SMOLLM2 = join(modelsDirForTests(), 'smollm2-135m-instruct', 'model.gguf');
let printed = '';

/** `docmind models ...` in a data folder of its own. */
function docmindIn(folder: string) {
  return async (...args: string[]): Promise<string> => {
    printed = '';
    await createProgram().parseAsync(['models', ...args, '--data-dir', folder], { from: 'user' });
    return printed;
  };
}

beforeEach(() => {
  vi.stubEnv('MODELS_DIR', undefined);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('docmind models', () => {
  it('adds, lists, verifies and removes a model of one’s own', async () => {
    const folder = temporaryFolder();
    const models = docmindIn(folder);
    const added = await models('add', 'mine', '--from', SMOLLM2, '--licence', 'Apache-2.0');
    expect(added).toContain('mine: added, gguf, llama, weights 92 MiB');
    expect(added).toContain('model.gguf, 98362432 bytes, sha256 b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53');
    expect(added).toContain('To use it: INFERENCE_MODEL=mine');
    expect(await models('list')).toMatch(/mine +chat +installed +94 MiB +Apache-2.0 +pinned/);
    expect(await models('verify')).toBe('mine: every hash is right\n');
    expect(await models('remove', 'mine')).toBe('mine: removed\n');
    expect(await models('list')).not.toContain('mine');
    expect(await models('verify')).toBe('No model is installed.\n');
  });

  it('names the damaged file, and fails', async () => {
    const folder = temporaryFolder();
    const models = docmindIn(folder);
    await models('add', 'mine', '--from', SMOLLM2);
    expect(printed).toContain('its licence is not stated');
    writeFileSync(join(folder, 'models/mine/model.gguf'), Buffer.alloc(98_362_432));
    await expect(models('verify')).rejects.toThrow('1 of 1 models are missing or damaged');
    expect(printed).toContain('mine/model.gguf is damaged or another model');
    await expect(models('verify', 'smollm2-135m-instruct')).rejects.toThrow('1 of 1 models');
    expect(printed).toContain('is not installed');
  });

  it.each([
    ['a kind there is not', ['add', 'mine', '--from', SMOLLM2, '--kind', 'image'], 'Allowed choices are chat, embedder, tokenizer'],
    ['a name that climbs', ['add', '../mine', '--from', SMOLLM2], 'must be lower-case letters'],
    ['an unknown model', ['remove', 'other'], 'There is no model "other"'],
    ['a path', ['remove', '../other'], 'is no model’s name'.replace('’', "'")],
  ])('refuses %s', async (_what, args, message) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const folder = temporaryFolder();
    await expect(docmindIn(folder)(...args)).rejects.toThrow(message);
    expect(existsSync(join(folder, 'models', 'mine'))).toBe(false);
  });
});
