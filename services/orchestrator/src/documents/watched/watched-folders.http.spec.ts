import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiKey } from '@docmind/bootstrap';
import { watchedFolderListSchema, type WatchedFolderReport } from '@docmind/contracts';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { orchestratorWithFakes } from '../../orchestrator.fixture.js';
import { WatchedFolders } from './watched-folders.service.js';

const nothing = { count: 0, files: [] };
const REPORT: WatchedFolderReport = {
  folder: '/home/ada/papers',
  into: 'papers',
  state: 'watching',
  documents: 2,
  counts: { added: 2, changed: 0, renamed: 0, removed: 0 },
  quarantined: { count: 1, files: [{ path: 'broken.pdf', why: 'no PDF' }] },
  skipped: nothing,
};

describe('watched folders', () => {
  it('are told by who may ingest, and seen by their own tenant only', async () => {
    const [ada, bob, reader] = [createApiKey('acme', ['ingest']), createApiKey('other', ['ingest']), createApiKey('acme', ['query'])];
    const file = join(temporaryFolder(), 'keys.json');
    writeFileSync(file, JSON.stringify([ada.entry, bob.entry, reader.entry]));
    const { service } = await orchestratorWithFakes({ DOCMIND_API_KEYS_FILE: file });
    const path = `${service.url}/watched-folders`;
    const tell = (key: string, report: object) =>
      fetch(`${path}/f1`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(report),
      });
    const list = async (key: string) => {
      const reply = await fetch(path, { headers: { authorization: `Bearer ${key}` } });
      return watchedFolderListSchema.parse(await reply.json()).folders;
    };
    expect([(await tell(reader.key, REPORT)).status, (await tell(ada.key, REPORT)).status]).toEqual([403, 204]);
    expect(await list(reader.key)).toMatchObject([{ ...REPORT, id: 'f1', tenant: 'acme', isHeard: true }]);
    expect(await list(bob.key)).toEqual([]);
    expect((await tell(ada.key, { ...REPORT, into: '../elsewhere' })).status).toBe(400);
    expect((await tell(ada.key, { ...REPORT, state: 'ended' })).status).toBe(204);
    expect(await list(ada.key)).toEqual([]);
  });

  it('are shown as not heard of once their watcher is silent, forgotten after a day, and a hundred at most', () => {
    const folders = new WatchedFolders();
    folders.tell('acme', 'f1', REPORT, 0);
    expect(folders.list('acme', 100_000)[0]?.isHeard).toBe(true);
    expect(folders.list('acme', 200_000)[0]?.isHeard).toBe(false);
    expect(folders.list('acme', 24 * 3_600_000)).toEqual([]);
    for (let at = 0; at < 100; at += 1) folders.tell('acme', `f${at}`, REPORT);
    expect(() => folders.tell('acme', 'one-more', REPORT)).toThrow('at most 100');
    expect(() => folders.tell('other', 'one-more', REPORT)).not.toThrow();
  });
});
