import { readFileSync } from 'node:fs';
import { treeRssBytes } from '../processes/process-tree.mjs';

const SAMPLE_MS = 500;
const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;

/**
 * Jain's index: 1 when all have the same, 1/n when one of n has everything.
 * @param {readonly number[]} shares none below 0
 */
export function jainIndex(shares) {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares);
}

/** Of the straight line that fits best, in y a unit of x. @param {readonly (readonly [number, number])[]} points at least two */
export function slope(points) {
  if (points.length < 2) throw new Error('a slope needs at least two points');
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const up = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return up / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** Samples a process's memory and its children's while the work is done. @returns the work's result, and how memory went from `warmUpMs` on */
export async function withRss(pid, warmUpMs, work) {
  const startedAt = performance.now();
  const points = [];
  const sample = () => points.push([performance.now() - startedAt, treeRssBytes(pid) / MIB]);
  const timer = setInterval(sample, SAMPLE_MS);
  try {
    const result = await work();
    sample();
    const warm = points.filter(([at]) => at >= warmUpMs);
    return {
      result,
      rss: { maxMiB: Math.max(...warm.map(([, mib]) => mib)), mibPerMinute: slope(warm) * MINUTE_MS, samples: warm.length },
    };
  } finally {
    clearInterval(timer);
  }
}

/** Connections that came when a server's queue was full, of the whole machine since its start: their clients try again after a second. */
export function listenOverflows() {
  const [names, counts] = readFileSync('/proc/net/netstat', 'utf8')
    .split('\n')
    .map((line) => line.split(' '));
  return Number(counts[names.indexOf('ListenOverflows')]);
}
