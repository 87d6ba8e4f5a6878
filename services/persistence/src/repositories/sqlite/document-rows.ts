import type { DocumentFilter, Page, StoredDocument } from '@docmind/contracts';
import type { SqliteConnection } from '@docmind/sqlite';
import { nameOf } from '../../documents/document-name.policy.js';

const COLUMNS = `id, path, media_type AS mediaType, content_hash AS contentHash, size_bytes AS sizeBytes, pages, chunk_count AS chunkCount,
  embedder, created_at AS createdAt, updated_at AS updatedAt,
  EXISTS (SELECT 1 FROM originals WHERE tenant = d.tenant AND content_hash = d.content_hash AND state = 'kept') AS hasOriginal,
  (SELECT json_group_array(tag ORDER BY tag) FROM document_tags WHERE document_id = d.id) AS tags`;
const FITS = `d.tenant = @tenant
  AND (@documentIds IS NULL OR d.id IN (SELECT value FROM json_each(@documentIds)))
  AND (@tags IS NULL OR d.id IN (SELECT document_id FROM document_tags WHERE tag IN (SELECT value FROM json_each(@tags))))
  AND (@under IS NULL OR EXISTS (
    SELECT 1 FROM json_each(@under) AS place
    WHERE d.path = place.value OR (d.path > place.value || '/' AND d.path < place.value || '0')))`;
const BY_ID = `SELECT ${COLUMNS} FROM documents AS d WHERE tenant = ? AND id = ?`;
const BY_PATH = `SELECT ${COLUMNS} FROM documents AS d WHERE tenant = ? AND path = ?`;
const LIST = `SELECT ${COLUMNS} FROM documents AS d WHERE ${FITS} ORDER BY path LIMIT @limit OFFSET @offset`;
const IDS = `SELECT id FROM documents AS d WHERE ${FITS}`;
const TAGS_OF = `SELECT tag FROM document_tags WHERE document_id = ? ORDER BY tag`;
const UNTAG = `DELETE FROM document_tags WHERE document_id = ?`;
const TAG = `INSERT INTO document_tags (document_id, tag) SELECT ?, value FROM json_each(?)`;

type Row = Omit<StoredDocument, 'name' | 'tags' | 'hasOriginal'> & { readonly tags: string; readonly hasOriginal: number };

/** Documents without their content: what they are called, where they lie, how they are tagged. */
export class DocumentRows {
  constructor(private readonly connection: SqliteConnection) {}

  find(tenant: string, id: string): StoredDocument | undefined {
    return toStored(this.connection.prepare(BY_ID).get(tenant, id) as Row | undefined);
  }

  at(tenant: string, path: string): StoredDocument | undefined {
    return toStored(this.connection.prepare(BY_PATH).get(tenant, path) as Row | undefined);
  }

  list(tenant: string, page: Page, filter: DocumentFilter): StoredDocument[] {
    const rows = this.connection.prepare(LIST).all({ ...parametersOf(tenant, filter), ...page }) as Row[];
    return rows.map((row) => toStored(row) as StoredDocument);
  }

  matching(tenant: string, filter: DocumentFilter): string[] {
    return this.connection.prepare(IDS).pluck().all(parametersOf(tenant, filter)) as string[];
  }

  /** @returns whether they are other ones than before */
  tag(documentId: string, tags: readonly string[]): boolean {
    const wanted = [...new Set(tags)].sort();
    const present = this.connection.prepare(TAGS_OF).pluck().all(documentId) as string[];
    if (JSON.stringify(present.sort()) === JSON.stringify(wanted)) return false;
    this.connection.prepare(UNTAG).run(documentId);
    this.connection.prepare(TAG).run(documentId, JSON.stringify(wanted));
    return true;
  }
}

function parametersOf(tenant: string, { documentIds, tags, under }: DocumentFilter): Record<string, string | null> {
  const list = (values: readonly string[] | undefined) => (values === undefined ? null : JSON.stringify(values));
  return { tenant, documentIds: list(documentIds), tags: list(tags), under: list(under) };
}

function toStored(row: Row): StoredDocument;
function toStored(row: Row | undefined): StoredDocument | undefined;
function toStored(row: Row | undefined): StoredDocument | undefined {
  return row && { ...row, hasOriginal: row.hasOriginal === 1, name: nameOf(row.path), tags: JSON.parse(row.tags) as string[] };
}
