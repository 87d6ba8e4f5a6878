import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { persistenceSessionCreate, persistenceSessionList } from '@docmind/contracts';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { startPersistence } from '@docmind/persistence';
import { freePort, temporaryFolder } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadStackConfig } from '../../config/stack-config.js';
import { createProgram } from '../../program.js';

let printed = '';
let folder = '';

async function docmind(...args: string[]): Promise<string> {
  printed = '';
  await createProgram().parseAsync([...args, '--data-dir', folder], { from: 'user' });
  return printed;
}

/** Runs persistence while `work` does. */
async function withService<Result>(
  work: (sessions: { add(id: string): Promise<unknown>; all(): Promise<string[]> }) => Promise<Result>,
): Promise<Result> {
  const transport = new InProcessTransport();
  const service = await startPersistence(loadStackConfig({ DOCMIND_DATA_DIR: folder }).persistence, transport);
  const context = newRequestContext({ tenant: 'default' });
  try {
    return await work({
      add: (id) => transport.client.call(persistenceSessionCreate, { id, userId: 'ada', data: {} }, context),
      all: async () => {
        const { sessions } = await transport.client.call(persistenceSessionList, { limit: 100, offset: 0 }, context);
        return sessions.map(({ id }) => id).sort();
      },
    });
  } finally {
    await service.close();
  }
}

beforeEach(async () => {
  folder = temporaryFolder();
  vi.stubEnv('PERSISTENCE_PORT', String(await freePort()));
  vi.stubEnv('LOG_LEVEL', 'error');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('docmind backup, verify, restore', () => {
  it('backs up a running service and a stopped one, verifies, lists and restores', async () => {
    await withService(async (sessions) => {
      await sessions.add('one');
      expect(await docmind('backup')).toMatch(/^\S+Z: everything until .*1 sessions/);
    });
    await withService((sessions) => sessions.add('two'));
    expect(await docmind('backup')).toMatch(/2 sessions/);
    const [first = '', second = ''] = readdirSync(join(folder, 'backups'));
    expect(await docmind('backup', '--list')).toMatch(new RegExp(`${first} .*1 sessions[\\s\\S]*${second} .*2 sessions`));
    expect(await docmind('verify')).toMatch(new RegExp(`${first}: good, [\\s\\S]*${second}: good, `));

    expect(await docmind('restore', first)).toMatch(new RegExp(`Restored from ${first}: .*1 sessions[\\s\\S]*docmind\\.db\\.replaced-1`));
    expect(await withService((sessions) => sessions.all())).toEqual(['one']);
    expect(await docmind('restore', '--latest')).toMatch(
      new RegExp(`Restored from ${second}[\\s\\S]*What was written from then to .* is missing`),
    );
    expect(await withService((sessions) => sessions.all())).toEqual(['one', 'two']);
    await docmind('backup');
    expect(await docmind('restore', '--latest')).toContain('Nothing was written after that');
  });

  it('says what is wrong, and changes nothing', async () => {
    await expect(docmind('backup')).rejects.toThrow(/There is no database at .*docmind\.db/);
    expect(await docmind('backup', '--list')).toBe('There is no backup.\n');
    await expect(docmind('restore')).rejects.toThrow(/Name a backup.*--latest.*--at/);
    await expect(docmind('restore', '--at', 'yesterday')).rejects.toThrow(/--at must be a moment/);
    await expect(docmind('restore', '--latest')).rejects.toThrow(/There is no backup in/);
    await withService(async (sessions) => {
      await sessions.add('one');
      await docmind('backup');
      await expect(docmind('restore', '--latest')).rejects.toThrow(/is in use: stop the stack/);
      await expect(docmind('restore', 'nonsense')).rejects.toThrow(/in use/);
    });
    const [id = ''] = readdirSync(join(folder, 'backups'));
    truncateSync(join(folder, 'backups', id, 'base.db'), 1_000);
    await expect(docmind('verify')).rejects.toThrow(/1 of the backups can't be restored/);
    expect(printed).toMatch(new RegExp(`${id}: NOT GOOD. .*its bytes have changed`));
    writeFileSync(join(folder, 'backups', id, 'manifest.json'), '{}');
    await expect(docmind('verify')).rejects.toThrow(/1 of the backups can't be restored/);
    expect(await docmind('backup', '--list')).toMatch(new RegExp(`${id}: NOT GOOD. .*manifest.json can't be read`));
    const database = join(folder, 'docmind.db');
    const before = readFileSync(database);
    await expect(docmind('restore', '--latest')).rejects.toThrow(/Nothing was changed/);
    expect(readFileSync(database).equals(before)).toBe(true);
  });

  it('puts back what is missing at `up --restore-latest`', async () => {
    await withService(async (sessions) => {
      await sessions.add('one');
      await docmind('backup');
    });
    rmSync(join(folder, 'docmind.db'));
    vi.stubEnv('DOCMIND_RESTORE_LATEST', 'true');
    expect(await withService((sessions) => sessions.all())).toEqual(['one']);
  });
});

describe('docmind migrate', () => {
  it('says that there is nothing to do', async () => {
    await withService((sessions) => sessions.add('one'));
    expect(await docmind('migrate', '--dry-run')).toBe('The tables are up to date.\n');
    expect(readdirSync(folder).filter((name) => name.startsWith('.migrate'))).toEqual([]);
    expect(existsSync(join(folder, 'backups'))).toBe(false);
  });

  it('names what it cannot read', async () => {
    writeFileSync(join(folder, 'docmind.db'), 'a letter '.repeat(1_000));
    await expect(docmind('migrate')).rejects.toThrow(/is no SQLite database/);
  });
});
