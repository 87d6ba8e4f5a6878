export interface HostReading {
  readonly ramUsedBytes: number;
  /** Of all cores together, since the reading before. */
  readonly cpuPercent: number;
}

export abstract class HostProbe {
  abstract read(): HostReading;
}
