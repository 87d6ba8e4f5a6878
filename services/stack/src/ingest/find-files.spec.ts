import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { findFiles } from './find-files.js';

function folderWith(...names: string[]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'deeper'));
  for (const name of names) writeFileSync(join(folder, name), 'text');
  return folder;
}

const pathsIn = async (...roots: string[]) => (await findFiles(roots)).files.map(({ path }) => path);

describe('findFiles', () => {
  it('finds what can be read below a folder, in order, whatever the case of its ending', async () => {
    const folder = folderWith('b.TXT', 'a.md', 'deeper/c.pdf', 'photo.exe', 'README');
    expect(await pathsIn(folder)).toEqual(['a.md', 'b.TXT', 'deeper/c.pdf']);
    const { skipped } = await findFiles([folder]);
    expect(skipped.map(({ path, why }) => `${path}: ${why.slice(0, 20)}`)).toEqual([
      'README: no kind that is read',
      'photo.exe: no kind that is read',
    ]);
  });

  it('takes a file that is named whatever its ending, and no path twice', async () => {
    const folder = folderWith('a.md', 'README');
    expect(await pathsIn(join(folder, 'README'), join(folder, 'a.md'), folder)).toEqual(['README', 'a.md']);
    const other = folderWith('a.md');
    expect((await findFiles([folder, other])).skipped).toContainEqual(
      expect.objectContaining({ file: join(other, 'a.md'), why: `known by the same path as ${join(folder, 'a.md')}` }),
    );
  });

  it('names a path that is not there', async () => {
    await expect(findFiles(['/nowhere/at-all.md'])).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('/nowhere/at-all.md') as string,
    });
  });

  it('follows links, says which lead nowhere or in circles, and ends', async () => {
    const folder = folderWith('deeper/a.md');
    symlinkSync(folder, join(folder, 'deeper', 'back'));
    symlinkSync(join(folder, 'none.md'), join(folder, 'gone.md'));
    symlinkSync(join(folder, 'deeper', 'a.md'), join(folder, 'link.md'));
    const { files, skipped } = await findFiles([folder]);
    expect(files.map(({ path }) => path)).toEqual(['deeper/a.md', 'link.md']);
    expect(skipped.map(({ path, why }) => [path, why.split(' ').slice(0, 3).join(' ')])).toEqual([
      ['deeper/back', 'a link back'],
      ['gone.md', 'a link to'],
    ]);
  });

  it('says what is hidden, and takes two Unicode forms of a name for one', async () => {
    const folder = folderWith('u\u0308ber.md', '\u00fcber.md', '.env.md');
    mkdirSync(join(folder, '.git'));
    const { files, skipped } = await findFiles([folder]);
    expect(files.map(({ path }) => path)).toEqual(['\u00fcber.md']);
    expect(skipped.map(({ path, why }) => [path, why.slice(0, 22)])).toEqual([
      ['.env.md', 'hidden'],
      ['.git', 'hidden'],
      ['\u00fcber.md', 'known by the same path'],
    ]);
  });

  it.skipIf(userInfo().uid === 0)('names a file and a folder that may not be read', async () => {
    const folder = folderWith('a.md', 'deeper/b.md');
    chmodSync(join(folder, 'a.md'), 0);
    chmodSync(join(folder, 'deeper'), 0);
    const { files, skipped } = await findFiles([folder]);
    chmodSync(join(folder, 'deeper'), 0o700);
    expect(files).toEqual([]);
    expect(skipped.map(({ path, why }) => [path, why])).toEqual([
      ['a.md', 'cannot be read: no permission'],
      ['deeper', 'cannot be read: no permission'],
    ]);
  });
});
