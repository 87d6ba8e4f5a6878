import { describe, expect, it } from 'vitest';
import { foldersToWatch, watchFaults } from './watch-settings.js';

describe('WATCH_FOLDERS', () => {
  it('gives each folder a place of its own in the stack', () => {
    expect(foldersToWatch({ WATCH_FOLDERS: '/home/ada/papers, /mnt/notes/' })).toEqual([
      { root: '/home/ada/papers', into: 'papers' },
      { root: '/mnt/notes', into: 'notes' },
    ]);
    expect(foldersToWatch({})).toEqual([]);
  });

  it.each([
    ['two of one name', '/a/papers,/b/papers', /would both be "papers"/],
    ['one in the other', '/a,/a/b/c', /lie in each other/],
    ['one without a name', '/', /has no name/],
  ])('refuses %s', (_what, WATCH_FOLDERS, problem) => {
    expect(watchFaults(undefined, { WATCH_FOLDERS })).toEqual([
      { variable: 'WATCH_FOLDERS', problem: expect.stringMatching(problem) as string },
    ]);
  });

  it('asks for a key where the doors ask for one', () => {
    expect(watchFaults('/keys.json', { WATCH_FOLDERS: '/a' })).toMatchObject([{ variable: 'DOCMIND_API_KEY' }]);
    expect(watchFaults('/keys.json', { WATCH_FOLDERS: '/a', DOCMIND_API_KEY: 'dm_1' })).toEqual([]);
    expect(watchFaults('/keys.json', {})).toEqual([]);
  });
});
