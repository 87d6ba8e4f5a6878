import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelsDirForTests, temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { describeModel } from './describe-model.js';

const SMOLLM2 = join(modelsDirForTests(), 'smollm2-135m-instruct');

/** A real safetensors file: length, header, tensors. */
function safetensors(path: string, tensorBytes: number, missingBytes = 0): void {
  const tensors = {
    'a.weight': { dtype: 'F8_E4M3', shape: [4], data_offsets: [0, 4] },
    'b.weight': { dtype: 'BF16', data_offsets: [4, tensorBytes] },
  };
  const header = Buffer.from(JSON.stringify({ __metadata__: { format: 'pt' }, ...tensors }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path, Buffer.concat([length, header, Buffer.alloc(tensorBytes - missingBytes)]));
}

function hubFolder(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(), 'model');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
const index = (...names: string[]) =>
  JSON.stringify({ metadata: { total_size: 1 }, weight_map: Object.fromEntries(names.map((name, at) => [`t${at}`, name])) });

describe('describeModel with GGUF', () => {
  it('reads metadata and the tensors’ true size of a real model', async () => {
    const found = await describeModel(SMOLLM2);
    expect(found).toMatchObject({ format: 'gguf', metadata: { 'general.architecture': 'llama', 'llama.attention.head_count_kv': 3 } });
    // 98,362,432 bytes of file, 1.7 MB of them vocabulary and other metadata.
    expect(found.weightsBytes).toBe(96_576_768);
  });

  it('adds up the parts of a model in several files, and misses one', async () => {
    const folder = temporaryFolder();
    const part = (at: number) => join(folder, `m-0000${at}-of-00002.gguf`);
    copyFileSync(join(SMOLLM2, 'model.gguf'), part(1));
    await expect(describeModel(part(1))).rejects.toThrow('m-00002-of-00002.gguf cannot be read');
    copyFileSync(join(SMOLLM2, 'model.gguf'), part(2));
    expect((await describeModel(folder)).weightsBytes).toBe(2 * 96_576_768);
  });

  it('says what is wrong with a file that is none', async () => {
    const path = join(temporaryFolder(), 'model.gguf');
    writeFileSync(path, 'not a model');
    await expect(describeModel(path)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('model.gguf cannot be read'),
    });
    copyFileSync(join(SMOLLM2, 'model.gguf'), path);
    truncateSync(path, 100_000);
    await expect(describeModel(path)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });
});

describe('describeModel with safetensors', () => {
  it('adds up the tensors of all files by their headers', async () => {
    const folder = hubFolder({
      'config.json': '{"model_type":"qwen3"}',
      'model.safetensors.index.json': index('a.safetensors', 'b.safetensors'),
    });
    safetensors(join(folder, 'a.safetensors'), 1_000);
    safetensors(join(folder, 'b.safetensors'), 500);
    safetensors(join(folder, 'adapter.safetensors'), 99);
    expect(await describeModel(folder)).toEqual({ format: 'safetensors', config: { model_type: 'qwen3' }, weightsBytes: 1_500 });
  });

  it('needs no index for one file', async () => {
    const folder = hubFolder({ 'config.json': '{}' });
    safetensors(join(folder, 'model.safetensors'), 64);
    expect((await describeModel(folder)).weightsBytes).toBe(64);
  });

  it.each([
    ['no config.json', {}, 'config.json is missing'],
    ['a config.json that is no JSON', { 'config.json': '{' }, 'config.json is not what its name says'],
    ['no weights', { 'config.json': '{}' }, 'it has no .safetensors file'],
    ['a missing part', { 'config.json': '{}', 'model.safetensors.index.json': index('a.safetensors') }, 'a.safetensors is missing, which'],
    [
      'a page in a model’s place',
      { 'config.json': '{}', 'model.safetensors': '<html>not found</html>' },
      'model.safetensors has no safetensors header',
    ],
    ['an empty file', { 'config.json': '{}', 'model.safetensors': '' }, 'model.safetensors has no safetensors header'],
  ])('refuses %s', async (_what, files, message) => {
    await expect(describeModel(hubFolder(files))).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining(message),
    });
  });

  it('notices a download that broke off', async () => {
    const folder = hubFolder({ 'config.json': '{}' });
    safetensors(join(folder, 'model.safetensors'), 1_000, 1);
    await expect(describeModel(folder)).rejects.toThrow(/it was not fetched whole/);
  });

  it('names a path where nothing is', async () => {
    await expect(describeModel('/nowhere/model')).rejects.toThrow('There is no model at /nowhere/model');
  });
});
