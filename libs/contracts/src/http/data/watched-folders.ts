import { z } from 'zod';
import { DOCUMENT_PATH_FORM, identifierSchema, isDocumentPath, MAX_DOCUMENT_PATH } from '../../primitives/primitives.js';

export const MAX_TOLD_FILES = 100;
const count = z.number().int().nonnegative();
const file = z.object({ path: z.string().max(4_096), why: z.string().max(2_000) });

/** What whoever watches a folder says of it. The stack opens nothing by these names: the watcher sends the files. */
export const watchedFolderReportSchema = z
  .strictObject({
    /** Its name; where it is on the watcher's machine is nobody's affair. */
    folder: z.string().min(1).max(4_096),
    /** Where its documents are in the stack; at the top where it is left out. */
    into: z.string().min(1).max(MAX_DOCUMENT_PATH).refine(isDocumentPath, DOCUMENT_PATH_FORM).optional(),
    /** `failing`: the last look was not finished, `problem` says why; the next change, or the next minute, is another chance. */
    state: z.enum(['looking', 'watching', 'failing', 'ended']),
    problem: z.string().max(2_000).optional(),
    /** When the last look ended that was finished. */
    lookedAt: z.iso.datetime().optional(),
    /** Of files that are in the stack, after the last look. */
    documents: count,
    /** Since the watcher began. */
    counts: z.strictObject({ added: count, changed: count, renamed: count, removed: count }),
    /** Not sent again before they change: how many there are, and the first of them. */
    quarantined: z.strictObject({ count, files: z.array(file).max(MAX_TOLD_FILES) }),
    /** Passed over, such as what is hidden or of no kind that is read. */
    skipped: z.strictObject({ count, files: z.array(file).max(MAX_TOLD_FILES) }),
  })
  .meta({ id: 'WatchedFolderReport' });
export type WatchedFolderReport = z.infer<typeof watchedFolderReportSchema>;

export const watchedFolderSchema = watchedFolderReportSchema
  .extend({
    id: identifierSchema,
    tenant: identifierSchema,
    heardAt: z.string(),
    /** Whether its watcher has been heard of as often as one that runs is. */
    isHeard: z.boolean(),
  })
  .meta({ id: 'WatchedFolder' });
export type WatchedFolder = z.infer<typeof watchedFolderSchema>;

export const watchedFolderListSchema = z.object({ folders: z.array(watchedFolderSchema) }).meta({ id: 'WatchedFolderList' });
export type WatchedFolderList = z.infer<typeof watchedFolderListSchema>;
