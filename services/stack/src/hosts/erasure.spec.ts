// Erasure over the whole stack: what is looked for are bytes in files, not rows in tables.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportLineSchema, type ExportLine, queryReplySchema } from '@docmind/contracts';
import { openSqlite } from '@docmind/sqlite';
import { describeWithModel, modelsDirForTests } from '@docmind/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadStackConfig } from '../config/stack-config.js';
import { startEmbedded } from './embedded-host.js';
import type { RunningStack } from './running-stack.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
let words = 0;
/**
 * Words that no other text begins like, as a full-text index leaves out what two words have in common. The same in each run: what a small model answers
 * depends on them.
 */
function word(): string {
  const bytes = createHash('sha256')
    .update(`word ${(words += 1)}`)
    .digest();
  return Array.from(bytes.subarray(0, 12), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

describeWithModel('smollm2-135m-instruct', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docmind-test-'));
  let stack: RunningStack;
  beforeAll(async () => {
    const ports = Object.fromEntries(
      ['ORCHESTRATOR_PORT', 'INFERENCE_PORT', 'CACHE_SERVER_PORT', 'PERSISTENCE_PORT', 'METRICS_PORT'].map((name) => [name, '0']),
    );
    const quick = { MODEL_SELF_TEST: 'off', ANSWER_MAX_TOKENS: '16', PROMPT_PASSAGE_TOKENS: '128', UPLOAD_WAIT_MS: '120000' };
    // Backups keep what was erased until they go: none is made while the bytes are looked for.
    const noBackups = { BACKUP_INTERVAL_HOURS: '0' };
    const places = { DOCMIND_DATA_DIR: folder, MODELS_DIR: modelsDirForTests(), LOG_LEVEL: 'error' };
    stack = await startEmbedded(loadStackConfig({ ...ports, ...quick, ...noBackups, ...places }));
  });
  afterAll(async () => {
    await stack?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (path: string, init: RequestInit) => fetch(`${stack.urls.orchestrator}${path}`, init);
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  function form(path: string, content: string): FormData {
    const sent = new FormData();
    sent.append('path', path);
    sent.append('file', new Blob([content]), 'file.md');
    return sent;
  }
  async function upload(path: string, content: string): Promise<string> {
    const reply = await send('/documents', { method: 'POST', body: form(path, content) });
    return ((await reply.json()) as { document: { id: string } }).document.id;
  }
  async function ask(question: string, sessionId: string) {
    return queryReplySchema.parse(await (await post('/query', { question, sessionId }, { 'x-request-id': word() })).json());
  }
  const exported = async (query = ''): Promise<ExportLine[]> =>
    (await (await send(`/export${query}`, {})).text())
      .trimEnd()
      .split('\n')
      .map((line) => exportLineSchema.parse(JSON.parse(line)));
  const keptSteps = (): number => {
    const path = join(folder, 'cache', 'ingestion.db');
    const database = openSqlite({ path, settings: { path: '' }, survives: 'a crash', busyTimeoutMs: 1_000, onUnreadable: 'refuse' });
    try {
      return database.prepare('SELECT count(*) FROM steps').pluck().get() as number;
    } finally {
      database.close();
    }
  };
  /** Files that hold its bytes, also where an index keeps only the end of the word. */
  function filesWith(sought: string): string[] {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map(({ parentPath, name }) => join(parentPath, name));
    return paths.filter((path) => readFileSync(path).includes(sought.slice(2))).map((path) => path.slice(folder.length + 1));
  }

  it('leaves no byte of a document, of what it was before and of answers that quote it, and everything of others', async () => {
    const [gone, former, kept] = [word(), word(), word()];
    await upload('tower.md', `# The tower\n\nThe old name of the tower was ${former}.\n`);
    const id = await upload('tower.md', `# The tower\n\nThe keeper of the tower is called ${gone}.\n`);
    await upload('mill.md', `# The mill\n\nThe keeper of the mill is called ${kept}.\n`);
    const { answer, sources } = await ask('What is the keeper of the tower called?', 'talk');
    expect([answer, sources[0]?.documentId]).toEqual([expect.stringContaining(gone), id]);
    for (const file of ['semantic.db', 'checkpoints.db', 'docmind.db', 'traces.db']) expect(filesWith(gone).join()).toContain(file);
    const [steps, lines] = [keptSteps(), await exported(`?document=${id}`)];
    expect(lines.map(({ kind }) => kind)).toEqual(['document', 'passage', 'end']);

    const reply = await post('/erasures', { document: id });
    expect([reply.status, await reply.json()]).toEqual([
      200,
      { documents: 1, sessions: 0, messages: 1, cachedAnswers: 1, ingestionSteps: 6 },
    ]);
    expect([filesWith(gone), filesWith(former), keptSteps()]).toEqual([[], [], steps - 6]);
    expect(filesWith(kept)).not.toEqual([]);
    expect((await ask('What is the keeper of the mill called?', 'other')).answer).toContain(kept);
    expect((await post('/erasures', { document: id })).status).toBe(404);
  });

  it('leaves no byte of a document that is being asked about meanwhile', async () => {
    const gone = word();
    const id = await upload('bridge.md', `# The bridge\n\nThe keeper of the bridge is called ${gone}.\n`);
    const asking = ask('What is the keeper of the bridge called?', 'bridge');
    await expect.poll(() => readFileSync(join(folder, 'checkpoints.db-wal')).includes(gone.slice(2)), { timeout: 30_000 }).toBe(true);
    expect((await post('/erasures', { document: id })).status).toBe(200);
    expect([(await asking).sources[0]?.documentId, filesWith(gone)]).toEqual([id, []]);
  });

  it('leaves no byte of a session', async () => {
    const said = word();
    await ask(`What is the keeper of the mill called, dear ${said}?`, 'private');
    expect(filesWith(said)).not.toEqual([]);
    expect((await exported('?session=private')).map(({ kind }) => kind)).toEqual(['session', 'message', 'message', 'end']);
    expect(await (await post('/erasures', { session: 'private' })).json()).toMatchObject({ sessions: 1, messages: 2 });
    expect(filesWith(said)).toEqual([]);
    expect((await post('/erasures', { session: 'private' })).status).toBe(404);
    expect((await send('/export?session=private', {})).status).toBe(404);
  });

  it('leaves no byte of a tenant', async () => {
    const last = word();
    const id = await upload('last.md', `# The last\n\nIts keeper is called ${last}.\n`);
    const late = word();
    const sending = form('late.md', `# The late\n\n${`Its keeper is called ${late}, and never comes. `.repeat(3_000)}\n`);
    const uploading = send('/documents', { method: 'POST', body: sending });
    await expect.poll(() => filesWith(late).join(), { timeout: 30_000 }).toContain('uploads/');
    expect((await exported()).length).toBeGreaterThan(5);
    expect((await post('/erasures', {})).status).toBe(400);
    expect(await (await post('/erasures', { tenant: true })).json()).toMatchObject({ documents: 2, sessions: 3 });
    expect([(await uploading).ok, filesWith(late)]).toEqual([false, []]);
    expect([filesWith(last), keptSteps(), await exported()]).toEqual([[], 0, [{ kind: 'end', lines: 0 }]]);
    expect((await send(`/documents/${id}`, {})).status).toBe(404);
  });
});
