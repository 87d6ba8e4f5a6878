// The power goes while the key is changed: each file is there under the one key that its file holds then, or under the new one.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataKey } from '@docmind/bootstrap';
import { listBackups, openSqlite } from '@docmind/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root as repository } from '../../scripts/steps/steps.mjs';
import { Ledger } from './ledger.mjs';
import { anyPoints, powerCuts, randomOf, writeFiles } from './points.mjs';
import { buildLayer, filesIn, hasCompiler, record } from './recording.mjs';

/** Anywhere, and each of the last ones, among which it is decided. */
const [POINTS, LAST] = [10, 40];
const [OLD, NEW] = ['b2xkIGtleSBvZiBhIHRlc3Q=', 'bmV3IGtleSBvZiBhIHRlc3Q='];
const FILES = ['docmind.db', 'checkpoints.db', 'traces.db', 'cache/semantic.db', 'cache/ingestion.db'];
const TEXT = 'zquorvexplin';

describe.skipIf(!hasCompiler())(hasCompiler() ? 'a change of the key' : 'a change of the key (needs Linux and a C compiler)', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'docmind-rekey-')));
  const persistence = join(repository, 'services/persistence/src');
  const loader = join(repository, 'libs/testing/src/processes/register-sources.mjs');
  const settings = { path: 'DOCMIND_DATA_DIR', key: 'DOCMIND_DB_KEY_FILE' };
  const open = (path, key) => openSqlite({ path, key, settings, survives: 'a power cut', busyTimeoutMs: 0, onUnreadable: 'refuse' });
  let code;
  beforeAll(async () => {
    const { SqliteDatabaseCare } = await import(join(persistence, 'repositories/care/sqlite-database-care.ts'));
    const { FileUploadStore } = await import(join(repository, 'services/orchestrator/src/documents/stores/file-upload.store.ts'));
    code = { SqliteDatabaseCare, FileUploadStore };
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Everything that the key covers, with the text in it; the first of two backups is from before there was a key. */
  async function prepare(folder) {
    mkdirSync(join(folder, 'cache'), { recursive: true });
    writeFileSync(join(folder, 'docmind.key'), `${OLD}\n`, { mode: 0o600 });
    const place = { path: join(folder, 'docmind.db'), root: join(folder, 'backups') };
    fill(place.path);
    await new code.SqliteDatabaseCare(place).backUp();
    for (const suffix of ['', '-wal', '-shm']) rmSync(place.path + suffix, { force: true });
    for (const file of FILES) fill(join(folder, file), OLD);
    await new code.SqliteDatabaseCare({ ...place, key: OLD }).backUp();
    const uploads = join(folder, 'uploads');
    const { id } = await new code.FileUploadStore(uploads, OLD).write(async function* () {
      yield Buffer.from(TEXT);
    });
    return id;
  }

  function fill(path, key) {
    const connection = open(path, key);
    connection.exec(`CREATE TABLE documents (text TEXT)`);
    connection.prepare('INSERT INTO documents VALUES (?)').run(TEXT);
    connection.close();
  }

  /** @returns the key that counts; everything opens with it, and the text is nowhere to be read but in a backup from before */
  async function look(folder, upload) {
    const key = dataKey({ DOCMIND_DATA_DIR: folder, DOCMIND_DB_KEY_FILE: join(folder, 'docmind.key') });
    for (const file of FILES) {
      const connection = open(join(folder, file), key);
      expect(connection.prepare('SELECT text FROM documents').pluck().get(), file).toBe(TEXT);
      connection.close();
    }
    const { bytes } = await new code.FileUploadStore(join(folder, 'uploads'), key).read(upload, 0, 100);
    expect(String(bytes)).toBe(TEXT);
    const backups = await listBackups(join(folder, 'backups'));
    expect(backups.map(({ manifest }) => manifest.isEncrypted)).toEqual([key === NEW, true]);
    return key;
  }

  it(`is done or not begun, at ${POINTS + LAST} points where the power goes`, async () => {
    const folder = join(root, 'data');
    const upload = await prepare(folder);
    const files = filesIn(folder);
    const program = fileURLToPath(new URL('rekey.process.mjs', import.meta.url));
    const given = { repository, dataDir: folder, keyFile: join(folder, 'docmind.key'), newKey: NEW };
    const { operations, hasEnded, complaint } = await record(
      { folder, program, given },
      { layer: buildLayer(root), execArgv: ['--import', loader] },
    );
    expect([hasEnded, complaint]).toEqual([true, '']);
    expect(await look(folder, upload)).toBe(NEW);
    const readable = [...filesIn(folder)].filter(([, bytes]) => bytes.includes(TEXT) || bytes.includes('SQLite format 3'));
    expect(readable.map(([path]) => path)).toEqual([]);
    const care = new code.SqliteDatabaseCare({ path: join(folder, 'docmind.db'), root: join(folder, 'backups'), key: NEW });
    for (const { id } of await care.list()) expect((await care.verify(id)).verified?.counts).toMatchObject({ documents: 1 });

    const seen = [];
    const random = randomOf(1);
    const last = Array.from({ length: LAST }, (_, index) => operations.length - LAST + index + 1);
    const at = [...anyPoints(operations.slice(0, -LAST), POINTS, random), ...last];
    for (const cut of powerCuts(operations, { files, at, random, ledger: new Ledger() })) {
      const there = join(root, `cut-${cut.point}`);
      writeFiles(there, cut.files);
      seen.push(await look(there, upload));
      rmSync(there, { recursive: true, force: true });
    }
    expect(seen).toContain(OLD);
    expect(seen).toContain(NEW);
    expect(seen.at(-1)).toBe(NEW);
  }, 300_000);

  it('with a key that is not theirs is refused with words, and changes nothing', async () => {
    const folder = join(root, 'other');
    await prepare(folder);
    const care = new code.SqliteDatabaseCare({ path: join(folder, 'docmind.db'), root: join(folder, 'backups'), key: NEW });
    const before = readFileSync(join(folder, 'docmind.db'));
    await expect(care.stageRekeyed('YW5vdGhlciBrZXkgb2YgYSB0ZXN0', [], () => undefined)).rejects.toThrow(/encrypted with another key than/);
    expect(readFileSync(join(folder, 'docmind.db')).equals(before)).toBe(true);
  });
});
