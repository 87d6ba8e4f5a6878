import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder, until } from '@docmind/testing';
import { expect, it, onTestFinished } from 'vitest';
import { watchFolders } from './watch-folders.js';

it('tells of what is added, changed, renamed and deleted, once at a time, and of nothing hidden', async () => {
  // Hidden itself: only what is hidden below it counts.
  const folder = join(temporaryFolder(), '.papers');
  mkdirSync(folder);
  const stop = new AbortController();
  let calls = 0;
  let running = 0;
  let most = 0;
  const onChange = async () => {
    most = Math.max(most, ++running);
    await delay(20);
    running -= 1;
    calls += 1;
  };
  const watching = watchFolders([folder], onChange, stop.signal);
  onTestFinished(() => stop.abort());
  const tells = async (what: string, change: () => void) => {
    const before = calls;
    change();
    await until(() => calls > before, `${what} to be told of`);
    await until(() => running === 0, 'it to end');
  };
  // The watcher has to have looked around before anything changes.
  await delay(500);
  await tells('a new file', () => writeFileSync(join(folder, 'a.md'), 'one'));
  await tells('a changed file', () => writeFileSync(join(folder, 'a.md'), 'another'));
  await tells('a renamed file', () => renameSync(join(folder, 'a.md'), join(folder, 'b.md')));
  await tells('a deleted file', () => rmSync(join(folder, 'b.md')));
  await delay(1_000);
  const before = calls;
  writeFileSync(join(folder, '.hidden.md'), 'nobody');
  await delay(1_000);
  expect([calls, most]).toEqual([before, 1]);
  stop.abort();
  await watching;
});
