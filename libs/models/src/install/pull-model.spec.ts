import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODEL_ID, MODEL_TEXT, ModelsFolder } from '../store/models-folder.fixture.js';
import { pullModel } from './pull-model.js';
import type { PullProgress } from './pull-progress.js';

const FILE = `models/${MODEL_ID}/model.gguf`;
const LOCK = `models/${MODEL_ID}/.pull.lock`;
const OTHER_TEXT = MODEL_TEXT.replace('very', 'VERY');

describe('pullModel', () => {
  let folder: ModelsFolder;
  beforeEach(() => (folder = new ModelsFolder()));
  afterEach(() => folder[Symbol.dispose]());

  const origin = (name = 'origin') => ({ kind: 'file' as const, path: folder.path(name) });
  const content = () => readFileSync(folder.path(FILE), 'utf8');

  it('puts the checked file in place and leaves nothing else', async () => {
    folder.write('origin/model.gguf', MODEL_TEXT);
    const result = await pullModel({ model: MODEL_ID, store: folder.store([origin()]) });
    expect(result).toMatchObject({
      alreadyThere: false,
      source: `file ${folder.path('origin')}`,
      files: { 'model.gguf': folder.path(FILE) },
    });
    expect(content()).toBe(MODEL_TEXT);
    expect(readdirSync(folder.path(`models/${MODEL_ID}`)).sort()).toEqual(['.manifest.json', 'model.gguf']);
  });

  it('fetches nothing when the model is there', async () => {
    folder.write(FILE, MODEL_TEXT);
    const result = await pullModel({ model: MODEL_ID, store: folder.store([origin('nowhere')]) });
    expect(result).toMatchObject({ alreadyThere: true, source: undefined });
  });

  it('replaces a damaged file and says so', async () => {
    folder.write(FILE, OTHER_TEXT);
    folder.write('origin/model.gguf', MODEL_TEXT);
    const seen: PullProgress[] = [];
    await pullModel({ model: MODEL_ID, store: folder.store([origin()]), onProgress: (progress) => seen.push(progress) });
    expect(content()).toBe(MODEL_TEXT);
    expect(seen[0]).toMatchObject({ phase: 'replace', note: expect.stringContaining('tiny/model.gguf is damaged') as string });
  });

  it('reports bytes that only grow, then verify, then done', async () => {
    folder.write('origin/model.gguf', MODEL_TEXT);
    const seen: PullProgress[] = [];
    await pullModel({ model: MODEL_ID, store: folder.store([origin()]), onProgress: (progress) => seen.push(progress) });
    const bytes = seen.map((progress) => progress.doneBytes);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(seen.at(-2)).toMatchObject({ phase: 'verify' });
    expect(seen.at(-1)).toMatchObject({ phase: 'done', doneBytes: MODEL_TEXT.length, totalBytes: MODEL_TEXT.length });
  });

  it('goes on to the next source when one gives a file with the wrong hash', async () => {
    folder.write('bad/model.gguf', OTHER_TEXT);
    folder.write('good/model.gguf', MODEL_TEXT);
    const result = await pullModel({ model: MODEL_ID, store: folder.store([origin('bad'), origin('good')]) });
    expect(result.source).toBe(`file ${folder.path('good')}`);
    expect(content()).toBe(MODEL_TEXT);
  });

  it('asks the given folder before the sources of the catalogue', async () => {
    folder.write(`stick/${MODEL_ID}/model.gguf`, MODEL_TEXT);
    const result = await pullModel({ model: MODEL_ID, store: folder.store([origin()]), from: folder.path('stick') });
    expect(result.source).toBe(`file ${folder.path('stick')}`);
  });

  it('takes the file itself where a model has one', async () => {
    const path = folder.write('download/SomeName.gguf', MODEL_TEXT);
    await pullModel({ model: MODEL_ID, store: folder.store([origin()]), from: path });
    expect(content()).toBe(MODEL_TEXT);
  });

  it('names every source with its reason when none works, and installs nothing', async () => {
    folder.write('bad/model.gguf', OTHER_TEXT);
    folder.write('short/model.gguf', MODEL_TEXT.slice(0, 10));
    const pulling = pullModel({ model: MODEL_ID, store: folder.store([origin('none'), origin('bad'), origin('short')]) });
    await expect(pulling).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: {
        attempts: [
          { reason: expect.stringMatching(/^there is no model\.gguf in/) as string },
          { reason: expect.stringMatching(/is not the file expected: sha256 .+ are right/) as string },
          { reason: expect.stringContaining('and 10 bytes') as string },
        ],
      },
    });
    expect(existsSync(folder.path(FILE))).toBe(false);
    expect(existsSync(folder.path(LOCK))).toBe(false);
  });

  it('refuses a model the catalogue does not hold', async () => {
    const store = folder.store([origin()]);
    await expect(pullModel({ model: 'huge', store })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says that it was cancelled and keeps the disk as it was', async () => {
    folder.write('origin/model.gguf', MODEL_TEXT);
    const pulling = pullModel({ model: MODEL_ID, store: folder.store([origin()]), signal: AbortSignal.abort() });
    await expect(pulling).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(folder.path(FILE))).toBe(false);
  });

  it('does not start while another process pulls the same model', async () => {
    folder.write('origin/model.gguf', MODEL_TEXT);
    folder.write(LOCK, String(process.ppid));
    const pulling = pullModel({ model: MODEL_ID, store: folder.store([origin()]) });
    await expect(pulling).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(`process ${process.ppid}`) as string,
    });
    expect(readFileSync(folder.path(LOCK), 'utf8')).toBe(String(process.ppid));
  });

  it('takes over the lock of a process that is gone', async () => {
    folder.write('origin/model.gguf', MODEL_TEXT);
    folder.write(LOCK, String(spawnSync(process.execPath, ['--version']).pid));
    await expect(pullModel({ model: MODEL_ID, store: folder.store([origin()]) })).resolves.toMatchObject({ alreadyThere: false });
  });

  it('says that the models folder cannot be made', async () => {
    folder.write('models', 'a file where a folder should be');
    await expect(pullModel({ model: MODEL_ID, store: folder.store([origin()]) })).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });
});
