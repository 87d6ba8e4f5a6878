export interface GpuReading {
  readonly usedBytes: number;
  readonly totalBytes: number;
  readonly percent: number;
}

export abstract class GpuProbe {
  /** All GPUs together; undefined where there is none or it doesn't answer. Never throws. */
  abstract read(): Promise<GpuReading | undefined>;
}
