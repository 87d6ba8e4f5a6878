import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';

describe('decisions', () => {
  it('have each a number of their own, the same in name and heading', () => {
    const folder = join(repositoryRoot(), 'docs/adr');
    const files = readdirSync(folder).sort();
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
    for (const file of files)
      expect(readFileSync(join(folder, file), 'utf8'), file).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. \\S`));
  });
});
