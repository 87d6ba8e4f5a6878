import { existsSync, readFileSync } from 'node:fs';

const KIB = 1024;

/**
 * Resident memory of a process and all below it. Pages that two of them share count twice.
 * @throws Error where there is no /proc
 */
export function treeRssBytes(pid) {
  if (!existsSync('/proc/self/status')) throw new Error('memory is read from /proc, which this system does not have; run it on Linux');
  return rssBytes(pid) + childrenOf(pid).reduce((sum, child) => sum + treeRssBytes(child), 0);
}

function childrenOf(pid) {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
}

function rssBytes(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * KIB;
}

/** Empty for a process that has ended meanwhile. */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
