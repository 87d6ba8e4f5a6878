import { rmSync, symlinkSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODEL_ID, MODEL_TEXT, ModelsFolder, sha256 } from './models-folder.fixture.js';
import type { ModelStore } from './model-store.js';

const FILE = `models/${MODEL_ID}/model.gguf`;
const OTHER_TEXT = MODEL_TEXT.replace('very', 'VERY');

describe('ModelStore', () => {
  let folder: ModelsFolder;
  let store: ModelStore;
  beforeEach(() => {
    folder = new ModelsFolder();
    store = folder.store([{ kind: 'file', path: folder.path('origin') }]);
  });
  afterEach(() => folder[Symbol.dispose]());

  it('names the missing file and the command that fetches it', () => {
    expect(() => store.path(MODEL_ID)).toThrowError(
      expect.objectContaining({
        code: 'FAILED_PRECONDITION',
        message: `The model tiny is not installed: tiny/model.gguf is not in the models folder. Run: npm run docmind -- models pull tiny`,
      }),
    );
  });

  it('keeps the folders of this machine out of what a caller may see', () => {
    expect(() => store.path(MODEL_ID)).toThrowError(expect.not.stringContaining(folder.root) as unknown as string);
  });

  it('gives the path of every file', () => {
    folder.write(FILE, MODEL_TEXT);
    expect(store.path(MODEL_ID)).toEqual({ dir: folder.path('models/tiny'), files: { 'model.gguf': folder.path(FILE) } });
  });

  it('does not take a shorter file for the model', () => {
    folder.write(FILE, MODEL_TEXT.slice(5));
    expect(() => store.path(MODEL_ID)).toThrowError(`has ${MODEL_TEXT.length - 5} bytes, ${MODEL_TEXT.length} are right`);
  });

  it('says what to do about a file that is there and cannot be read', () => {
    folder.write(FILE, MODEL_TEXT);
    rmSync(folder.path(FILE));
    // Whoever runs the tests may be root, who may read everything; nobody can follow a link to itself.
    symlinkSync(folder.path(FILE), folder.path(FILE));
    expect(() => store.path(MODEL_ID)).toThrowError(/^tiny\/model\.gguf cannot be read \(ELOOP\): let this user read .* MODELS_DIR$/);
  });

  it('refuses an id the catalogue does not hold', () => {
    expect(() => store.path('huge')).toThrowError(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('lists what is installed and what is only known', () => {
    expect(store.list()).toMatchObject([{ installed: false, bytes: MODEL_TEXT.length, pinned: true }]);
    folder.write(FILE, MODEL_TEXT);
    expect(store.list()).toMatchObject([{ installed: true, bytes: MODEL_TEXT.length, pinned: true }]);
  });

  it('does not know the size of a model that is neither pinned nor pulled', () => {
    const unpinned = folder.unpinnedStore([{ kind: 'hub', repository: 'owner/name', revision: 'main' }]);
    expect(unpinned.list()).toMatchObject([{ installed: false, bytes: undefined, pinned: false }]);
    expect(() => unpinned.path(MODEL_ID)).toThrowError(/it was never pulled/);
  });

  it('tells both hashes when the content is another', async () => {
    folder.write(FILE, OTHER_TEXT);
    await expect(store.verify(MODEL_ID)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      details: { file: 'tiny/model.gguf', expected: sha256(MODEL_TEXT), found: sha256(OTHER_TEXT) },
    });
  });

  it('reads a checked file again only when it changed or when told to', async () => {
    const time = new Date('2026-01-01T00:00:00Z');
    folder.write(FILE, MODEL_TEXT);
    utimesSync(folder.path(FILE), time, time);
    await store.verify(MODEL_ID);
    folder.write(FILE, OTHER_TEXT);
    utimesSync(folder.path(FILE), time, time);
    await expect(store.verify(MODEL_ID)).resolves.toMatchObject({ dir: folder.path('models/tiny') });
    await expect(store.verify(MODEL_ID, { everything: true })).rejects.toThrowError(/damaged or another model/);
    utimesSync(folder.path(FILE), time, new Date());
    await expect(store.verify(MODEL_ID)).rejects.toThrowError(/damaged or another model/);
  });

  it('hashes again when its record cannot be read', async () => {
    folder.write(FILE, OTHER_TEXT);
    folder.write(`models/${MODEL_ID}/.manifest.json`, '{"half":');
    await expect(store.verify(MODEL_ID)).rejects.toThrowError(/damaged or another model/);
  });
});
