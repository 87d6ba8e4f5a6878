// What lies in the files of the whole stack with a key, looked at as bytes.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryReplySchema } from '@docmind/contracts';
import { describeWithModel, modelsDirForTests } from '@docmind/testing';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { loadStackConfig } from '../config/stack-config.js';
import { startEmbedded } from './embedded-host.js';
import type { RunningStack } from './running-stack.js';

const KEY = 'c2l4dGVlbi1ieXRlcy1hbmQtbW9yZQ==';
const OTHER_KEY = 'YW5vdGhlciBzaXh0ZWVuIGJ5dGVz';
const PORTS = ['ORCHESTRATOR_PORT', 'INFERENCE_PORT', 'CACHE_SERVER_PORT', 'PERSISTENCE_PORT', 'METRICS_PORT'];
/** No text of the stack has a word that ends like these. */
const EARLY = 'zquorvexplin';
const LATE = 'wyxtumbralok';
/** How a database begins that nobody encrypted; results in ingestion.db are compressed, so that no word shows. */
const PLAIN = '  SQLite format 3';

describeWithModel('smollm2-135m-instruct', () => {
  let stack: RunningStack | undefined;
  afterEach(async () => {
    await stack?.close();
    stack = undefined;
  });

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'docmind-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  async function start(folder: string, key?: string): Promise<RunningStack> {
    const file = join(newFolder(), 'key');
    writeFileSync(file, key ?? '');
    stack = await startEmbedded(
      loadStackConfig({
        ...Object.fromEntries(PORTS.map((name) => [name, '0'])),
        ...{ MODEL_SELF_TEST: 'off', ANSWER_MAX_TOKENS: '16', PROMPT_PASSAGE_TOKENS: '128', UPLOAD_WAIT_MS: '120000' },
        ...{ DOCMIND_DATA_DIR: folder, MODELS_DIR: modelsDirForTests(), LOG_LEVEL: 'error', BACKUP_INTERVAL_HOURS: '24' },
        ...(key === undefined ? {} : { DOCMIND_DB_KEY_FILE: file }),
      }),
    );
    return stack;
  }

  const send = (path: string, init: RequestInit) => fetch(`${stack?.urls.orchestrator}${path}`, init);
  async function upload(path: string, keeper: string): Promise<void> {
    const form = new FormData();
    form.append('path', path);
    form.append('file', new Blob([`# The tower\n\nThe keeper of the tower is called ${keeper}.\n`]), 'file.md');
    expect((await send('/documents', { method: 'POST', body: form })).ok).toBe(true);
  }
  async function ask(sessionId: string) {
    const body = JSON.stringify({ question: 'What is the keeper of the tower called?', sessionId });
    const headers = { 'content-type': 'application/json', 'x-request-id': `request-${sessionId}` };
    return queryReplySchema.parse(await (await send('/query', { method: 'POST', body, headers })).json());
  }
  function filesOf(folder: string): string[] {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  }
  const filesWith = (folder: string, text: string): string[] =>
    filesOf(folder).filter((file) => existsSync(join(folder, file)) && readFileSync(join(folder, file)).includes(text.slice(2)));
  const DATABASES = ['docmind.db', 'checkpoints.db', 'traces.db', 'cache/semantic.db', 'cache/ingestion.db'];
  const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

  it('leaves no text readable in any file once a key is set, also of what was there before, and refuses another key', async () => {
    const folder = newFolder();
    await start(folder);
    await upload('tower.md', EARLY);
    expect((await ask('first')).sources[0]?.excerpt).toContain(EARLY);
    await stack?.close();
    expect(filesWith(folder, PLAIN)).toEqual(expect.arrayContaining(DATABASES));
    expect(filesWith(folder, EARLY)).toContain('docmind.db');
    for (const file of filesOf(folder)) chmodSync(join(folder, file), 0o644);

    await start(folder, KEY);
    await upload('tower.md', LATE);
    expect((await ask('second')).sources[0]?.excerpt).toContain(LATE);
    expect((await (await send('/sessions', {})).json()) as object).toMatchObject({ sessions: [{ id: 'second' }, { id: 'first' }] });
    expect((await fetch(`${stack?.urls.persistence}/backups`, { method: 'POST' })).ok).toBe(true);
    expect(filesOf(folder).join()).toMatch(/backups\/.*base\.db/);
    expect([EARLY, LATE, PLAIN].map((sought) => filesWith(folder, sought))).toEqual([[], [], []]);
    expect(filesOf(folder).filter((file) => (statSync(join(folder, file)).mode & 0o077) > 0)).toEqual([]);
    await stack?.close();

    const hashes = (): string[] => DATABASES.map((file) => hashOf(join(folder, file)));
    const before = hashes();
    await expect(start(folder, OTHER_KEY)).rejects.toThrow(/encrypted with another key than DOCMIND_DB_KEY_FILE holds/);
    expect(hashes()).toEqual(before);
  }, 60_000);
});
