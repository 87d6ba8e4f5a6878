import { MAX_TOLD_FILES, type WatchedFolderReport } from '@docmind/contracts';
import type { UploadResult } from '../client/docmind-client.js';
import type { SkippedFile } from './find-files.js';
import { Report } from './report.js';

type Told = Pick<WatchedFolderReport, 'documents' | 'counts' | 'quarantined' | 'skipped'>;
type File = WatchedFolderReport['skipped']['files'][number];

/** The same report, kept for the door that the folder goes to: what changed since the watching began, and what is not in after the last look. */
export class WatchReport extends Report {
  private readonly changes = { added: 0, changed: 0, renamed: 0, removed: 0 };
  private documents = 0;
  private quarantine: File[] = [];
  private passedOver: File[] = [];

  override plan(files: readonly { readonly sizeBytes: number }[]): void {
    super.plan(files);
    this.documents = 0;
    this.quarantine = [];
  }

  override skipped(files: readonly SkippedFile[]): void {
    super.skipped(files);
    this.passedOver = files.map(({ path, why }) => ({ path, why }));
  }

  override kept(): void {
    super.kept();
    this.documents += 1;
  }

  override moved(from: string, to: string): void {
    super.moved(from, to);
    this.documents += 1;
    this.changes.renamed += 1;
  }

  override deleted(path: string): void {
    super.deleted(path);
    this.changes.removed += 1;
  }

  override taken(path: string, result: UploadResult, tookMs: number): void {
    super.taken(path, result, tookMs);
    this.documents += 1;
    if (result.outcome !== 'unchanged') this.changes[result.outcome === 'replaced' ? 'changed' : 'added'] += 1;
  }

  override refused(path: string, problem: string): void {
    super.refused(path, problem);
    this.quarantine.push({ path, why: problem });
  }

  override quarantined(path: string, problem: string): void {
    super.quarantined(path, problem);
    this.quarantine.push({ path, why: problem });
  }

  /** @param shown what of a reason may be told elsewhere */
  told(shown: (text: string) => string): Told {
    return {
      documents: this.documents,
      counts: { ...this.changes },
      quarantined: firstOf(this.quarantine, shown),
      skipped: firstOf(this.passedOver, shown),
    };
  }
}

function firstOf(files: readonly File[], shown: (text: string) => string): Told['skipped'] {
  const told = files.slice(0, MAX_TOLD_FILES).map(({ path, why }) => ({ path: path.slice(0, 4_096), why: shown(why).slice(0, 2_000) }));
  return { count: files.length, files: told };
}
