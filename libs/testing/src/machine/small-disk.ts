import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.js';

/** A folder on a disk of so many MiB, which goes when the test ends. Call it inside a test. */
export type SmallDisk = (mebibytes: number) => string;

/** Where this process may not mount one the tests are skipped and counted. */
export function describeWithSmallDisk(tests: (smallDisk: SmallDisk) => void): void {
  const isAllowed = canMount();
  describe.skipIf(!isAllowed)(isAllowed ? 'on a small disk' : 'needs root to mount a small disk', () => tests(smallDisk));
}

function smallDisk(mebibytes: number): string {
  const folder = temporaryFolder();
  mount(folder, mebibytes);
  // Lazily, because a killed process may still hold a file on it.
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

function canMount(): boolean {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false;
  const folder = mkdtempSync(join(tmpdir(), 'docmind-mount-'));
  try {
    mount(folder, 1);
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function mount(folder: string, mebibytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
}
