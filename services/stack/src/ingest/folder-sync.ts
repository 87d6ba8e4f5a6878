import { setTimeout as delay } from 'node:timers/promises';
import type { StoredDocument } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { sha256File } from '@docmind/models';
import type { DocmindClient } from '../client/docmind-client.js';
import { findFiles, type FoundFile } from './find-files.js';
import type { Journal } from './journal.js';
import type { Report } from './report.js';
import { type HashedFile, type Step, stepsOf } from './sync.policy.js';

/** The stack reads a few at a time; more would only wait there. */
const AT_ONCE = 4;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
/** Whatever the document: the next one would fare no better. */
const HOPELESS = new Set(['UNAUTHENTICATED', 'PERMISSION_DENIED', 'UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'CANCELLED']);

export interface SyncOptions {
  readonly roots: readonly string[];
  /** The folder in the stack that the paths are below. */
  readonly into?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Also move and delete, as the folder does. */
  readonly follows: boolean;
  /** Try again what failed before. */
  readonly retries: boolean;
  /** Pass over links that lead out of the folder. */
  readonly staysInside?: boolean;
  /** Ends a run before its next file. */
  readonly signal?: AbortSignal;
}

/** Brings the stack to what the folders hold. Interrupted anywhere, the next run goes on where this one was. */
export class FolderSync {
  constructor(
    private readonly client: DocmindClient,
    private readonly journal: Journal,
    private readonly options: SyncOptions,
  ) {}

  /** @throws AppError NOT_FOUND where nothing can be read there, UNAVAILABLE and the like when the stack stays away */
  async run(report: Report): Promise<void> {
    const { files, skipped } = await findFiles(this.options.roots, this.options.staysInside);
    report.skipped(skipped);
    this.assertAny(files);
    const hashed = await this.hashed(files);
    const stored = await this.stored();
    const unseen = skipped.map(({ path }) => path);
    const steps = stepsOf({ files: hashed, journal: this.journalToFollow(), stored, unseen, follows: this.options.follows });
    report.plan(steps.flatMap((step) => (step.kind === 'upload' ? [step.file] : [])));
    await inTurns(steps.filter(isQuick), 1, (step) => this.take(step, stored, report));
    await inTurns(
      steps.filter((step) => !isQuick(step)),
      AT_ONCE,
      (step) => this.take(step, stored, report),
    );
  }

  /** A folder that lost all its files is more likely a disk that isn't there. */
  private assertAny(files: readonly FoundFile[]): void {
    if (files.length > 0) return;
    const roots = this.options.roots.join(', ');
    const known = this.journal.all().length;
    const more =
      known > 0 && this.options.follows ? `; its ${known} documents stay in the stack: delete them with docmind documents delete` : '';
    throw new AppError('NOT_FOUND', `${roots} holds no document that can be read${more}`);
  }

  private journalToFollow() {
    return this.journal
      .all()
      .map(({ problem, ...entry }) => (this.options.retries || problem === undefined ? entry : { ...entry, problem }));
  }

  private async hashed(files: readonly FoundFile[]): Promise<HashedFile[]> {
    const hashed: HashedFile[] = [];
    for (const file of files) {
      const known = this.journal.get(file.path);
      const isSame = known?.sizeBytes === file.sizeBytes && known.mtimeMs === file.mtimeMs;
      hashed.push({ ...file, hash: isSame ? known.hash : await sha256File(file.file) });
    }
    return hashed;
  }

  private async stored(): Promise<Map<string, StoredDocument>> {
    const { into } = this.options;
    const stored = new Map<string, StoredDocument>();
    for await (const document of this.client.documents({ under: into })) {
      stored.set(into === undefined ? document.path : document.path.slice(into.length + 1), document);
    }
    return stored;
  }

  private async take(step: Step, stored: ReadonlyMap<string, StoredDocument>, report: Report): Promise<void> {
    if (this.options.signal?.aborted) throw new AppError('CANCELLED', 'The folder is no longer watched');
    switch (step.kind) {
      case 'keep':
        await this.retag(stored.get(step.file.path));
        this.note(step.file, { id: step.id });
        return report.kept();
      case 'quarantined':
        return report.quarantined(step.file.path, step.problem);
      case 'move':
        await this.client.change(step.id, { path: this.placeOf(step.file.path) });
        this.journal.remove(step.from);
        this.note(step.file, { id: step.id });
        return report.moved(step.from, step.file.path);
      case 'delete':
        if (step.id !== undefined) await this.client.delete(step.id);
        this.journal.remove(step.path);
        return report.deleted(step.path);
      case 'upload':
        return this.upload(step.file, report);
    }
  }

  private async upload(file: HashedFile, report: Report): Promise<void> {
    const startedAt = performance.now();
    try {
      const taken = await this.patiently(() =>
        this.client.upload(file.file, {
          path: this.placeOf(file.path),
          tags: this.options.tags,
          onProgress: ({ ingestion }) => ingestion && report.working(file.path, ingestion),
        }),
      );
      this.note({ ...file, hash: taken.document.contentHash }, { id: taken.document.id });
      report.taken(file.path, taken, performance.now() - startedAt);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (HOPELESS.has(error.code) && error.retryable !== false) throw error;
      if (error.code === 'UNAUTHENTICATED' || error.code === 'PERMISSION_DENIED') throw error;
      this.note(file, { problem: error.message });
      report.refused(file.path, error.message);
    }
    report.advance(file.sizeBytes);
  }

  private note({ path, sizeBytes, mtimeMs, hash }: HashedFile, more: { id: string } | { problem: string }): void {
    const before = this.journal.get(path);
    const entry = { path, sizeBytes, mtimeMs, hash, ...more };
    if (JSON.stringify(before) !== JSON.stringify(entry)) this.journal.put(entry);
  }

  private async retag(document: StoredDocument | undefined): Promise<void> {
    const { tags } = this.options;
    if (document === undefined || tags === undefined) return;
    const isTagged = JSON.stringify([...new Set(tags)].sort()) === JSON.stringify([...document.tags].sort());
    if (!isTagged) await this.client.change(document.id, { tags: [...tags] });
  }

  private placeOf(path: string): string {
    return this.options.into === undefined ? path : `${this.options.into}/${path}`;
  }

  /** A stack that is full or starting again is waited for. */
  private async patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    for (const waitMs of RETRY_MS) {
      try {
        return await work();
      } catch (thrown) {
        if (!(thrown instanceof AppError) || !thrown.retryable) throw thrown;
        await delay(waitMs, undefined, this.options.signal && { signal: this.options.signal });
      }
    }
    return work();
  }
}

function isQuick({ kind }: Step): boolean {
  return kind !== 'upload';
}

/** The first failure ends it, once what is under way has ended. */
async function inTurns<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  const ends = await Promise.allSettled(
    Array.from({ length: width }, async () => {
      for (const item of rest) await work(item);
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
