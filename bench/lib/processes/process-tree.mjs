// What Linux's /proc says of a process.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const KIB = 1024;
/** /proc counts in hundredths of a second on every Linux that Node runs on. */
const TICK_MS = 10;
/** utime and stime, counted from the field after the command's closing bracket. */
const [USER_FIELD, SYSTEM_FIELD] = [11, 12];

/**
 * Resident memory of a process and all below it. Pages that two of them share count twice.
 * @throws Error where there is no /proc
 */
export function treeRssBytes(pid) {
  if (!existsSync('/proc/self/status')) throw new Error('memory is read from /proc, which this system does not have; run it on Linux');
  return rssBytes(pid) + childrenOf(pid).reduce((sum, child) => sum + treeRssBytes(child), 0);
}

/** CPU time of one process so far, all its threads; undefined where there is no /proc. */
export function cpuMs(pid) {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ');
  return fields && (Number(fields[USER_FIELD]) + Number(fields[SYSTEM_FIELD])) * TICK_MS;
}

/** The first process below it whose program has this name. */
export function descendantNamed(pid, name) {
  for (const child of childrenOf(pid)) {
    const found = read(`/proc/${child}/comm`).trim() === name ? Number(child) : descendantNamed(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Files, sockets and pipes that a process and all below it hold open. */
export function treeHandles(pid) {
  return handlesOf(pid) + childrenOf(pid).reduce((sum, child) => sum + treeHandles(child), 0);
}

function handlesOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** Ids of the processes right below it. */
export function childrenOf(pid) {
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
