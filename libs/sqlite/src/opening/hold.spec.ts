import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSource, temporaryFolder } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hold, lockBeside } from './hold.js';

const newLock = (): string => join(temporaryFolder(), 'deep', 'stack.lock');

function held(lock: string, holder = 'this one') {
  const one = hold({ lock, what: 'The folder', holder, instead: 'Take another.', setting: 'A_FOLDER' });
  onTestFinished(() => one.release());
  return one;
}

/** Another process that tries to hold it. */
async function otherProcess(lock: string) {
  const child = runSource(new URL('holding.fixture.ts', import.meta.url), [lock]);
  const ended = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  return { pid: child.pid, says: String(line), kill };
}

describe('hold', () => {
  it('is for one, in this process and any other, says who that is, and ends with its process, however that ends', async () => {
    const lock = newLock();
    const first = held(lock);
    expect(() => held(lock)).toThrow(
      new RegExp(`^The folder is held by this one, process ${process.pid} on \\S+, since \\d{4}-\\S+Z\\. Take another\\.$`),
    );
    // The one that was refused here has closed its own descriptor of the lock.
    expect((await otherProcess(lock)).says).toContain(`is held by this one, process ${process.pid} on `);
    first.release();
    const { pid, says, kill } = await otherProcess(lock);
    expect(says).toBe('held\n');
    expect(readdirSync(join(lock, '..'))).toEqual(['stack.lock', 'stack.lock.json']);
    first.release();
    expect(() => held(lock)).toThrow(`is held by another one, process ${pid} on `);
    await kill();
    held(lock).release();
    expect(readdirSync(join(lock, '..'))).toEqual(['stack.lock']);
    expect(statSync(lock)).toMatchObject({ size: 0, mode: 0o100600 });
  });

  it('goes to exactly one of those that come at once', async () => {
    const lock = newLock();
    const all = await Promise.all([otherProcess(lock), otherProcess(lock)]);
    expect(all.map(({ says }) => says).sort()).toEqual([expect.stringMatching(/^The folder is held by another/), 'held\n']);
  });

  it('counts for whichever link leads to the file or its folder', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'linked'));
    expect(lockBeside(join(folder, 'linked', 'a.db'))).toBe(lockBeside(join(folder, 'real', 'a.db')));
    writeFileSync(join(folder, 'real', 'a.db'), '');
    symlinkSync(join(folder, 'real', 'a.db'), join(folder, 'b.db'));
    expect(lockBeside(join(folder, 'b.db'))).toBe(join(folder, 'real', 'a.db.lock'));
    expect(lockBeside(join(folder, 'not', 'there.db'))).toBe(join(folder, 'not', 'there.db.lock'));
  });

  it('holds without a note of who it is where that cannot be written', () => {
    const lock = newLock();
    mkdirSync(`${lock}.json.new`, { recursive: true });
    held(lock);
    expect(() => held(lock)).toThrow('The folder is held by another process. Take another.');
  });

  it('says so where the folder is a file, or can’t be written', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    for (const lock of [join(folder, 'file', 'stack.lock'), '/proc/stack.lock'])
      expect(() => held(lock)).toThrow(
        /stack\.lock cannot be opened \(\w+\): A_FOLDER must lead to a file in a folder this user may write to/,
      );
  });
});
