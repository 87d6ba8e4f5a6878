import { execFile } from 'node:child_process';
import { type Gpu, type GpuSurvey, GpuTool } from './gpu.js';
import {
  failureReason,
  GPU_FIELDS,
  GPU_FIELDS_OF_OLD_DRIVERS,
  type GpuField,
  isUnknownField,
  parseGpus,
  parseMigDevices,
  queryOf,
  type ToolFailure,
} from './nvidia-smi.policy.js';

type Answer = { readonly output: string; readonly failure?: undefined } | { readonly output?: undefined; readonly failure: ToolFailure };

const none = (reason: string, notes: readonly string[] = []): GpuSurvey => ({ gpus: [], reason, notes });

/** The driver's own tool. Where it isn't installed, it is asked once. */
export class NvidiaSmi extends GpuTool {
  private absent: GpuSurvey | undefined;
  private fields: readonly GpuField[] = GPU_FIELDS;

  constructor(
    private readonly command = 'nvidia-smi',
    private readonly timeoutMs = 2_000,
  ) {
    super();
  }

  async survey(): Promise<GpuSurvey> {
    if (this.absent) return this.absent;
    const answer = await this.query();
    if (answer.failure) {
      const survey = none(failureReason(answer.failure));
      if (answer.failure.code === 'ENOENT') this.absent = survey;
      return survey;
    }
    const { gpus, unreadable } = parseGpus(answer.output, this.fields);
    const notes = unreadable.map((line) => `nvidia-smi printed a line that describes no GPU: ${line}`);
    if (gpus.length === 0) return none('nvidia-smi answered, but named no GPU', notes);
    return { gpus: await this.withMigDevices(gpus), reason: undefined, notes };
  }

  private async query(): Promise<Answer> {
    const answer = await this.run(queryOf(this.fields));
    if (!answer.failure || !isUnknownField(answer.failure) || this.fields === GPU_FIELDS_OF_OLD_DRIVERS) return answer;
    this.fields = GPU_FIELDS_OF_OLD_DRIVERS;
    return this.run(queryOf(this.fields));
  }

  private async withMigDevices(gpus: readonly Gpu[]): Promise<readonly Gpu[]> {
    if (!gpus.some(({ isMigEnabled }) => isMigEnabled)) return gpus;
    const listed = parseMigDevices((await this.run(['-L'])).output ?? '');
    return gpus.map((gpu) => (gpu.isMigEnabled ? { ...gpu, migDevices: listed.get(gpu.index) ?? [] } : gpu));
  }

  private run(args: readonly string[]): Promise<Answer> {
    const options = { timeout: this.timeoutMs, killSignal: 'SIGKILL', windowsHide: true, maxBuffer: 1_048_576 } as const;
    return new Promise((resolve) => {
      execFile(this.command, args, options, (error, stdout, stderr) => {
        if (!error) return resolve({ output: stdout });
        const timedOutAfterMs = error.killed && error.signal === 'SIGKILL' ? this.timeoutMs : undefined;
        resolve({ failure: { code: error.code ?? undefined, timedOutAfterMs, output: `${stdout}\n${stderr}` } });
      });
    });
  }
}
