// What a figure depends on beside the code: without these facts two results can't be compared.
import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { root } from '../../../scripts/steps/steps.mjs';

const GIB = 1024 ** 3;
const oneDigit = (value) => Math.round(value * 10) / 10;

/** Of the last minute. Above the number of cores, other work slowed this run down. */
export const loadNow = () => oneDigit(loadavg()[0]);

export function environmentFacts({ seconds, quick }, loadAtStart) {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_gib: oneDigit(totalmem() / GIB),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    commit: commit(),
    load_at_start: loadAtStart,
    load_at_end: loadNow(),
    seconds,
    quick,
  };
}

/** With `+` where files differ from it. */
function commit() {
  try {
    const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+');
  } catch {
    return 'not a git checkout';
  }
}
