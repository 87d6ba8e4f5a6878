// An upload as both databases keep it.
import type { DocumentView, ErrorCode, IngestionProgress, KeptUpload, MediaType, StoredDocument } from '@docmind/contracts';
import { nameOf } from '../../documents/document-name.policy.js';
import type { ClaimedUpload } from '../../uploads/upload-store.port.js';

export interface UploadRow extends IngestionProgress {
  readonly upload_id: string;
  readonly document_id: string;
  readonly tenant: string;
  readonly path: string;
  readonly tags: string | null;
  readonly media_type: MediaType;
  readonly content_hash: string;
  readonly size_bytes: number;
  readonly state: 'working' | 'failed';
  readonly code: ErrorCode | null;
  readonly message: string | null;
  readonly accepted_at: string;
  readonly updated_at: string;
}

export const LOST = 'The work on it was interrupted again and again before it got further, or its bytes are gone: send it again';

export function claimedOf(row: UploadRow): ClaimedUpload {
  return { ...toUpload(row), tenant: row.tenant };
}

/** The document as it is found, under what is known of its newest upload. */
export function viewOf(row: UploadRow, document: StoredDocument | undefined): DocumentView {
  const { tags: ownTags, ...upload } = toUpload(row);
  const { path, mediaType, contentHash, sizeBytes } = document ?? upload;
  const { step, done, total, state, code, message } = row;
  const problem = code === null ? {} : { problem: { code, message: message ?? '' } };
  return {
    ...document,
    ...{ id: row.document_id, path, name: nameOf(path), tags: document?.tags ?? ownTags ?? [], mediaType, contentHash, sizeBytes, state },
    ingestion: { step, done, total, acceptedAt: row.accepted_at, updatedAt: row.updated_at, ...problem },
  };
}

function toUpload({ upload_id, path, tags, media_type, content_hash, size_bytes }: UploadRow): KeptUpload {
  const facts = { uploadId: upload_id, path, mediaType: media_type, contentHash: content_hash, sizeBytes: size_bytes };
  return { ...facts, ...(tags === null ? {} : { tags: JSON.parse(tags) as string[] }) };
}
