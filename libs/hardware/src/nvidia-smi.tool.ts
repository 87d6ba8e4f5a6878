import { type ChildProcess, execFile } from 'node:child_process';
import { type Gpu, type GpuSurvey, GpuTool } from './gpu.js';
import { parseMigDevices } from './mig-devices.policy.js';
import { failureReason, GPU_FIELDS, type GpuField, parseGpus, queryOf, type ToolFailure, unknownField } from './nvidia-smi.policy.js';

interface Answer {
  readonly output: string;
  readonly failure?: ToolFailure;
}

/** Without these a line names no card. */
const NEEDED_FIELDS: readonly GpuField[] = ['index', 'name'];

const none = (reason: string, notes: readonly string[] = []): GpuSurvey => ({ gpus: [], reason, notes });

/** The driver's own tool. Where it isn't installed, it is asked once; it never runs twice at a time. */
export class NvidiaSmi extends GpuTool {
  private absent: GpuSurvey | undefined;
  private fields: readonly GpuField[] = GPU_FIELDS;
  private asking: Promise<GpuSurvey> | undefined;
  /** One that outlived its end: a process that waits for the driver in the kernel can't be killed. */
  private stuck: ChildProcess | undefined;

  constructor(
    private readonly command = 'nvidia-smi',
    private readonly timeoutMs = 2_000,
  ) {
    super();
  }

  async survey(): Promise<GpuSurvey> {
    if (this.absent) return this.absent;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<GpuSurvey> {
    const { output, failure } = await this.query();
    const { gpus, notes } = parseGpus(output, this.fields);
    // With one card lost the tool fails, and lists the others all the same.
    if (gpus.length > 0) {
      const why = failure ? [failureReason(failure)] : [];
      return { gpus: await this.withMigDevices(gpus), reason: undefined, notes: [...why, ...notes] };
    }
    if (!failure) return none('nvidia-smi answered, but named no GPU to use', notes);
    const survey = none(failureReason(failure));
    if (failure.code === 'ENOENT') this.absent = survey;
    return survey;
  }

  /** A driver that doesn't know a field names it and refuses the query: then it is asked for the others, now and later. */
  private async query(): Promise<Answer> {
    const answer = await this.run(queryOf(this.fields));
    const unknown = answer.failure && unknownField(answer.failure);
    const known = this.fields.filter((field) => field !== unknown || NEEDED_FIELDS.includes(field));
    if (known.length === this.fields.length) return answer;
    this.fields = known;
    return this.query();
  }

  private async withMigDevices(gpus: readonly Gpu[]): Promise<readonly Gpu[]> {
    if (!gpus.some(({ isMigEnabled }) => isMigEnabled)) return gpus;
    const listed = parseMigDevices((await this.run(['-L'])).output, (await this.run([])).output);
    return gpus.map((gpu) => (gpu.isMigEnabled ? { ...gpu, migDevices: listed.get(gpu.index) ?? [] } : gpu));
  }

  private run(args: readonly string[]): Promise<Answer> {
    if (this.stuck) return Promise.resolve(this.timedOut());
    return new Promise((resolve) => {
      const child = execFile(this.command, args, { windowsHide: true, maxBuffer: 1_048_576 }, (error, stdout, stderr) => {
        clearTimeout(timer);
        if (!error) return resolve({ output: stdout });
        resolve({ output: stdout, failure: { code: error.code ?? undefined, timedOutAfterMs: undefined, output: `${stdout}\n${stderr}` } });
      });
      // execFile's own time-out waits until the process is gone and its output closed, which may be never.
      const timer = setTimeout(() => {
        this.abandon(child);
        resolve(this.timedOut());
      }, this.timeoutMs);
    });
  }

  private abandon(child: ChildProcess): void {
    this.stuck = child;
    child.once('exit', () => (this.stuck = undefined));
    child.kill('SIGKILL');
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.unref();
  }

  private timedOut(): Answer {
    return { output: '', failure: { code: undefined, timedOutAfterMs: this.timeoutMs, output: '' } };
  }
}
