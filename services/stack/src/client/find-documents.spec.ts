import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { findDocuments } from './find-documents.js';

function folderWith(...names: string[]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'deeper'));
  for (const name of names) writeFileSync(join(folder, name), 'text');
  return folder;
}

describe('findDocuments', () => {
  it('finds what can be read below a folder, in order, whatever the case of its ending', async () => {
    const folder = folderWith('b.TXT', 'a.md', 'deeper/c.pdf', 'photo.png', 'README');
    expect(await findDocuments([folder])).toEqual(['a.md', 'b.TXT', 'deeper/c.pdf'].map((name) => join(folder, name)));
  });

  it('takes a file that is named whatever its ending, and no path twice', async () => {
    const folder = folderWith('a.md', 'README');
    expect(await findDocuments([join(folder, 'README'), join(folder, 'a.md'), folder])).toEqual([
      join(folder, 'README'),
      join(folder, 'a.md'),
    ]);
  });

  it('names a path that is not there, and a folder without documents', async () => {
    await expect(findDocuments(['/nowhere/at-all.md'])).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('/nowhere/at-all.md') as string,
    });
    await expect(findDocuments([folderWith('photo.png')])).rejects.toThrow(/holds no document; \.md, .*\.docx, .* are read/);
  });
});
