import type { IngestionProgress } from '@docmind/contracts';
import type { UploadResult } from '../client/docmind-client.js';
import type { SkippedFile } from './find-files.js';
import { progressWords } from './progress-words.js';
import { progressLine } from './progress.policy.js';

const SAID_EVERY_MS = 5_000;

/** What happened to how many, and how far the run is: each line on its own, and on a terminal the progress below them. */
export class Report {
  readonly counts = { created: 0, replaced: 0, unchanged: 0, indexed: 0, moved: 0, deleted: 0, failed: 0, skipped: 0 };
  private startedAt = performance.now();
  private done = { files: 0, bytes: 0 };
  private total = { files: 0, bytes: 0 };
  private saidAt = performance.now();
  private readonly said = new Set<string>();

  constructor(
    private readonly say: (text: string) => void,
    private readonly isTerminal = process.stdout.isTTY === true,
  ) {}

  /** Of a run from here on: of several, each has its own pace. */
  plan(files: readonly { readonly sizeBytes: number }[]): void {
    this.startedAt = performance.now();
    this.done = { files: 0, bytes: 0 };
    this.total = { files: files.length, bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
  }

  /** Once a run of the command, however often the folder is looked through. */
  skipped(files: readonly SkippedFile[]): void {
    this.counts.skipped = files.length;
    for (const { file, why } of files) {
      if (!this.said.has(`${file} ${why}`)) this.line(`${file}: skipped, ${why}`);
      this.said.add(`${file} ${why}`);
    }
  }

  kept(): void {
    this.counts.unchanged += 1;
  }

  moved(from: string, to: string): void {
    this.counts.moved += 1;
    this.line(`${from}: is now ${to}`);
  }

  deleted(path: string): void {
    this.counts.deleted += 1;
    this.line(`${path}: deleted`);
  }

  taken(path: string, { outcome, document, cachedSteps }: UploadResult, tookMs: number): void {
    this.counts[outcome] += 1;
    const cached = cachedSteps.length > 0 ? `, from the cache: ${cachedSteps.join(', ')}` : '';
    this.line(`${path}: ${outcome}, ${document.chunkCount ?? 0} passages in ${Math.round(tookMs)} ms${cached}`);
  }

  refused(path: string, problem: string): void {
    this.counts.failed += 1;
    this.line(`${path}: refused. ${problem}`);
  }

  /** Failed before, and is as it was. */
  quarantined(path: string, problem: string): void {
    this.counts.failed += 1;
    const text = `${path}: not tried again before it changes (or with --retry). ${problem}`;
    if (!this.said.has(text)) this.line(text);
    this.said.add(text);
  }

  advance(sizeBytes: number): void {
    this.done = { files: this.done.files + 1, bytes: this.done.bytes + sizeBytes };
    this.progress();
  }

  /** Of one large file. */
  working(path: string, progress: IngestionProgress): void {
    this.progress(`; ${path}: ${progressWords(progress)}`);
  }

  summary(): string {
    const { failed, ...counts } = this.counts;
    const parts = Object.entries({ ...counts, refused: failed }).flatMap(([what, number]) => (number > 0 ? [`${number} ${what}`] : []));
    return parts.length > 0 ? parts.join(', ') : 'nothing to do';
  }

  private progress(more = ''): void {
    const elapsedMs = performance.now() - this.startedAt;
    const text = progressLine(this.done, this.total, elapsedMs) + more;
    if (this.isTerminal) return void process.stdout.write(`\r\u001b[K${text}`);
    if (performance.now() - this.saidAt < SAID_EVERY_MS) return;
    this.saidAt = performance.now();
    this.say(text);
  }

  private line(text: string): void {
    this.say(this.isTerminal ? `\r\u001b[K${text}` : text);
  }
}
