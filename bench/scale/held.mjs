// Holds a process to a share of one core, as a container's `cpus:` does. So a few cores show what several replicas do together.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PERIOD_US = 100_000;
const ROOT = '/sys/fs/cgroup';

/** @param {{pid: number}} held @param {number} share of one core */
export function hold(scope, { pid }, share) {
  const { parent, limit } = controller();
  const group = join(parent, `docmind-bench-${pid}`);
  try {
    mkdirSync(group);
    limit(group, Math.round(share * PERIOD_US));
    writeFileSync(join(group, 'cgroup.procs'), String(pid));
  } catch (thrown) {
    throw new Error(`a process can't be held to a share of a core here (${thrown.code}): --hold needs Linux and root`, { cause: thrown });
  }
  scope.defer(() => release(parent, group, pid));
}

/** A group goes only when nobody is in it. */
function release(parent, group, pid) {
  try {
    writeFileSync(join(parent, 'cgroup.procs'), String(pid));
  } catch {
    // It has ended.
  }
  rmdirSync(group);
}

/** Of control groups' first version, or their second. */
function controller() {
  if (existsSync(join(ROOT, 'cpu', 'cpu.cfs_quota_us'))) {
    return { parent: join(ROOT, 'cpu'), limit: (group, us) => writeFileSync(join(group, 'cpu.cfs_quota_us'), String(us)) };
  }
  const isOn =
    existsSync(join(ROOT, 'cgroup.subtree_control')) && readFileSync(join(ROOT, 'cgroup.subtree_control'), 'utf8').includes('cpu');
  if (!isOn) throw new Error('there is no control group for the processor here: --hold needs Linux and root');
  return { parent: ROOT, limit: (group, us) => writeFileSync(join(group, 'cpu.max'), `${us} ${PERIOD_US}`) };
}
