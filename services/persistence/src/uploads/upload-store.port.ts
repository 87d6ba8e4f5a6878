import type { DocumentView, ErrorCode, IngestionProgress, KeptUpload, Page } from '@docmind/contracts';

export type ClaimedUpload = KeptUpload & { readonly tenant: string };

/** Uploads that are worked on in the background: at most one a path, the newest. One that is indexed is no longer here. */
export abstract class UploadStore {
  /** Takes the place of an older upload of the path. @returns the document as it is from here on */
  abstract keep(tenant: string, upload: KeptUpload): Promise<DocumentView>;
  /**
   * Also says that somebody works on it. How far it ever got is kept (`triesAfterProgress`): a try that gets further than all before makes the tries in
   * vain 0 again, and one that only waited for its turn is none. @returns false when it is not wanted any more */
  abstract progress(uploadId: string, progress: IngestionProgress): Promise<boolean>;
  /** It stays, with its reason, until the path is uploaded again or deleted. @returns false when it is not wanted any more */
  abstract fail(uploadId: string, problem: { code: ErrorCode; message: string }): Promise<boolean>;
  /**
   * Those of `uploadIds` that were not worked on since `idleSince`; they count as worked on from now, at `parse` with nothing done, and it is one more try
   * of each. What was idle since `lostSince`, or had `MOST_TRIES_IN_VAIN` tries since it last got further, fails instead.
   */
  abstract claim(uploadIds: readonly string[], idleSince: string, lostSince: string): Promise<ClaimedUpload[]>;
  abstract find(tenant: string, documentId: string): Promise<DocumentView | undefined>;
  /** Oldest first. */
  abstract list(tenant: string, page: Page): Promise<DocumentView[]>;
}
