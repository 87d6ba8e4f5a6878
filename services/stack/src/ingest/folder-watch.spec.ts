import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchedFolderReportSchema, type StoredDocument, type WatchedFolderReport } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { temporaryFolder } from '@docmind/testing';
import { expect, it } from 'vitest';
import { DocmindClient, type UploadOptions, type UploadResult } from '../client/docmind-client.js';
import { FolderSync } from './folder-sync.js';
import { FolderWatch } from './folder-watch.js';
import { Journal } from './journal.js';
import { sha256File } from '@docmind/models';

/** A stack that keeps what it is sent, and what it is told. */
class KeepingClient extends DocmindClient {
  readonly kept = new Map<string, StoredDocument>();
  readonly told: WatchedFolderReport[] = [];
  isThere = true;

  override async upload(file: string, { path = '' }: UploadOptions = {}): Promise<UploadResult> {
    if (!this.isThere) throw new AppError('PERMISSION_DENIED', 'The key is gone');
    if (path.endsWith('.pdf')) throw new AppError('INVALID_ARGUMENT', 'This is no PDF');
    const outcome = this.kept.has(path) ? 'replaced' : 'created';
    const facts = {
      mediaType: 'text/markdown',
      sizeBytes: 1,
      pages: 0,
      chunkCount: 1,
      embedder: 'none',
      createdAt: '',
      updatedAt: '',
      tags: [],
    };
    const document = { id: path, path, name: path, contentHash: await sha256File(file), ...facts } as unknown as StoredDocument;
    this.kept.set(path, document);
    return { outcome, document: { ...document, state: 'indexed' } as UploadResult['document'], cachedSteps: [] };
  }

  override async *documents(): AsyncGenerator<StoredDocument> {
    yield* this.kept.values();
  }

  override async delete(id: string) {
    this.kept.delete(id);
    return { deleted: true } as never;
  }

  override async tellOfFolder(_id: string, report: WatchedFolderReport): Promise<void> {
    this.told.push(watchedFolderReportSchema.parse(report));
  }
}

function watched() {
  const folder = join(temporaryFolder(), 'papers');
  mkdirSync(folder);
  const client = new KeepingClient('http://nowhere');
  const place = { roots: [folder], into: 'papers' };
  const options = { ...place, follows: true, retries: false, staysInside: true };
  const said: string[] = [];
  const sync = new FolderSync(client, Journal.open(temporaryFolder(), place.roots, 'test'), options);
  return { folder, client, said, watch: new FolderWatch(client, sync, place, (text) => said.push(text)) };
}

it('tells the door what came, changed and went, and what is not in, with why', async () => {
  const { folder, client, watch } = watched();
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const outside = join(temporaryFolder(), 'secret.md');
  writeFileSync(outside, 'nobody');
  put('a.md', 'one');
  put('b.md', 'two');
  put('broken.pdf', 'no PDF');
  symlinkSync(outside, join(folder, 'link.md'));
  symlinkSync(join(folder, 'a.md'), join(folder, 'same.md'));
  await watch.look();
  expect([...client.kept.keys()].sort()).toEqual(['papers/a.md', 'papers/b.md', 'papers/same.md']);
  expect(client.told.map(({ state }) => state)).toEqual(['looking', 'watching']);
  expect(client.told.at(-1)).toMatchObject({
    folder: 'papers',
    into: 'papers',
    lookedAt: expect.any(String) as string,
    documents: 3,
    counts: { added: 3, changed: 0, renamed: 0, removed: 0 },
    quarantined: { count: 1, files: [{ path: 'broken.pdf', why: 'This is no PDF' }] },
    skipped: { count: 1, files: [{ path: 'link.md', why: 'a link out of the folder' }] },
  });
  put('a.md', 'one, changed');
  rmSync(join(folder, 'same.md'));
  rmSync(join(folder, 'b.md'));
  await watch.look();
  expect(client.told.at(-1)).toMatchObject({ documents: 1, counts: { added: 3, changed: 1, renamed: 0, removed: 2 } });
  expect(client.told.at(-1)?.quarantined.count).toBe(1);
  rmSync(folder, { recursive: true });
  await watch.tryToLook();
  expect(client.told.at(-1)?.problem).toBe('There is no file or folder papers');
});

it('says a failure once, tells it, and goes on with the next look', async () => {
  const { folder, client, said, watch } = watched();
  writeFileSync(join(folder, 'a.md'), 'one');
  client.isThere = false;
  await watch.tryToLook();
  await watch.tryToLook();
  expect(said.filter((text) => text === 'The key is gone')).toHaveLength(1);
  expect(client.told.at(-1)).toMatchObject({ state: 'failing', problem: 'The key is gone' });
  client.isThere = true;
  await watch.tryToLook();
  expect(client.told.at(-1)).toMatchObject({ state: 'watching', documents: 1 });
  expect(client.told.at(-1)).not.toHaveProperty('problem');
});
