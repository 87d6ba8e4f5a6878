/** A slice of a GPU in MIG mode, as `nvidia-smi -L` lists it. */
export interface MigDevice {
  readonly uuid: string;
  /** Such as `3g.20gb`: compute slices and memory. */
  readonly profile: string;
  /** As the driver's table says; where it can't be read, a little less than the profile's name promises. */
  readonly totalBytes: number;
  readonly usedBytes: number | undefined;
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
  /** The card has no memory of its own but uses the machine's: Jetson, GB10. */
  readonly sharesMemory: boolean;
  /** Undefined where `sharesMemory`, and where the driver refuses it. */
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
