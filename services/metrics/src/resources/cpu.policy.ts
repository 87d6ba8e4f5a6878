export interface CpuTimes {
  readonly busyMs: number;
  readonly idleMs: number;
}

/** 0-100 between two readings of counters that only grow; `fallback` where too little time passed to tell. */
export function cpuPercent(before: CpuTimes, after: CpuTimes, fallback: number): number {
  const busy = after.busyMs - before.busyMs;
  const all = busy + after.idleMs - before.idleMs;
  return all <= 0 || busy < 0 ? fallback : Math.min(100, (busy / all) * 100);
}
