import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMIT_CHARS = 12;
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Such as `1.2.3 (commit 0a1b2c3d4e5f)`: the version, and what it was built from where that is known. */
export function versionText(root = ROOT): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const commit = writtenCommit(root) || checkedOutCommit(root);
  return commit === '' ? version : `${version} (commit ${commit.slice(0, COMMIT_CHARS)})`;
}

/** An image holds it as a file. */
function writtenCommit(root: string): string {
  const path = join(root, 'commit');
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}

function checkedOutCommit(root: string): string {
  if (!existsSync(join(root, '.git'))) return '';
  try {
    return execFileSync('git', ['-C', root, 'rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
