import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { GpuProbe, type GpuReading } from '../resources/gpu-probe.port.js';
import { parseNvidiaSmi } from '../resources/nvidia-smi.policy.js';

const run = promisify(execFile);
const QUERY = ['--query-gpu=memory.used,memory.total,utilization.gpu', '--format=csv,noheader,nounits'];

/** Asks the driver's own tool. Where it isn't installed, it is asked for once. */
export class NvidiaSmiCollector extends GpuProbe {
  private absent = false;

  constructor(
    private readonly command = 'nvidia-smi',
    private readonly timeoutMs = 2_000,
  ) {
    super();
  }

  async read(): Promise<GpuReading | undefined> {
    if (this.absent) return undefined;
    try {
      const { stdout } = await run(this.command, QUERY, { timeout: this.timeoutMs, killSignal: 'SIGKILL', windowsHide: true });
      return parseNvidiaSmi(stdout);
    } catch (error) {
      this.absent = (error as { code?: unknown }).code === 'ENOENT';
      return undefined;
    }
  }
}
