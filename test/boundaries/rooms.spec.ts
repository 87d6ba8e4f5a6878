import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { CONFIG_FILES, cruise } from './cruise.js';
import { repositoryFiles } from './repository-files.js';
import { crowdedFolders, folderCircles, MOST_FILES } from './rooms.js';

const importing = (source: string, ...resolved: string[]) => ({ source, dependencies: resolved.map((path) => ({ resolved: path })) });

describe('rooms', () => {
  it(`hold at most ${MOST_FILES} files of code`, () => {
    expect(crowdedFolders(repositoryFiles())).toEqual({});
  });

  it('import each other one way, a parent and its children too', { timeout: 120_000 }, () => {
    const [, rooms = ''] = CONFIG_FILES;
    const { modules } = cruise(repositoryRoot(), rooms, ['libs', 'services', 'bench', 'scripts', 'test']);
    expect(modules.length).toBeGreaterThan(500);
    expect(folderCircles(modules)).toEqual([]);
  });
});

describe('the bound on files', () => {
  const files = (count: number, extension = 'ts') => Array.from({ length: count }, (_, n) => join('a/b', `${n}.${extension}`));

  it('counts code of all kinds, and not what lies beside it', () => {
    expect(crowdedFolders([...files(15), ...files(3, 'spec.ts'), ...files(3, 'bench.mjs'), ...files(3, 'json'), 'a/b/c/1.ts'])).toEqual({});
    expect(crowdedFolders([...files(14), ...files(1, 'tsx'), ...files(1, 'mjs')])).toEqual({ 'a/b': 16 });
  });
});

describe('the search for circles', () => {
  it.each([
    [
      'siblings',
      [importing('a/x/1.ts', 'a/y/1.ts'), importing('a/y/1.ts'), importing('a/y/2.ts', 'a/x/2.ts'), importing('a/x/2.ts')],
      'a/x a/y',
    ],
    ['a parent and its child', [importing('a/1.ts', 'a/x/1.ts'), importing('a/x/1.ts', 'a/2.ts'), importing('a/2.ts')], 'a a/x'],
    [
      'three',
      [
        importing('a/1.ts', 'b/1.ts'),
        importing('b/1.ts'),
        importing('b/2.ts', 'c/1.ts'),
        importing('c/1.ts'),
        importing('c/2.ts', 'a/1.ts'),
      ],
      'a b c',
    ],
  ])('finds %s', (_name, modules, circle) => {
    expect(folderCircles(modules).map((folders) => folders.join(' '))).toEqual([circle]);
  });

  it('lets a parent import its children, and siblings one another one way', () => {
    const modules = [
      importing('a/1.ts', 'a/x/1.ts', 'a/y/1.ts', 'zod'),
      importing('a/x/1.ts', 'a/y/1.ts', 'a/x/2.ts'),
      importing('a/y/1.ts'),
    ];
    expect(folderCircles([...modules, importing('a/x/2.ts', 'a/x/1.ts')])).toEqual([]);
  });
});
