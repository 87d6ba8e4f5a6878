/** A slice of a GPU in MIG mode, as `nvidia-smi -L` lists it. */
export interface MigDevice {
  readonly uuid: string;
  /** Such as `3g.20gb`: compute slices and memory. */
  readonly profile: string;
  /** What the profile's name promises, taken as decimal gigabytes, the smaller reading; the driver's listing has no exact figure. */
  readonly totalBytes: number;
}

/** One GPU as the driver's tool describes it. A figure that the card doesn't give is undefined, never 0. */
export interface Gpu {
  /** In the order of the PCI bus, which is not always CUDA's. */
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  /** Such as 8.9; undefined where the driver is too old to tell. */
  readonly computeCapability: number | undefined;
  readonly driverVersion: string | undefined;
  /** Undefined on boards that share the machine's memory, such as Jetson. */
  readonly totalBytes: number | undefined;
  readonly usedBytes: number | undefined;
  readonly freeBytes: number | undefined;
  readonly gpuPercent: number | undefined;
  readonly memoryPercent: number | undefined;
  readonly temperatureCelsius: number | undefined;
  readonly powerWatts: number | undefined;
  readonly smClockMhz: number | undefined;
  readonly memoryClockMhz: number | undefined;
  readonly performanceState: string | undefined;
  readonly isMigEnabled: boolean;
  readonly migDevices: readonly MigDevice[];
}

export interface GpuSurvey {
  readonly gpus: readonly Gpu[];
  /** Why there is no GPU to use, and what would help; undefined where there is one. */
  readonly reason: string | undefined;
  /** What could not be read, in plain words. */
  readonly notes: readonly string[];
}

/** Asks this machine for its GPUs. Never throws: no GPU is an answer, with its reason. */
export abstract class GpuTool {
  abstract survey(): Promise<GpuSurvey>;
}
