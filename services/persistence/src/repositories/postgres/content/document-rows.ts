import type { DocumentFilter, Page, StoredDocument } from '@docmind/contracts';
import { nameOf } from '../../../documents/document-name.policy.js';
import { rowOf, type Sql } from '../database/sql.js';

const SELECT = `SELECT d.id, d.path, d.media_type AS "mediaType", d.content_hash AS "contentHash", d.size_bytes AS "sizeBytes", d.pages,
  d.chunk_count AS "chunkCount", d.embedder, d.created_at AS "createdAt", d.updated_at AS "updatedAt",
  EXISTS (SELECT 1 FROM originals AS o WHERE o.tenant = d.tenant AND o.content_hash = d.content_hash AND o.state = 'kept') AS "hasOriginal",
  ARRAY(SELECT tag FROM document_tags WHERE document_id = d.id ORDER BY tag) AS tags
  FROM documents AS d`;
const FITS = `d.tenant = $1 AND ($2::text[] IS NULL OR d.id = ANY($2))
  AND ($3::text[] IS NULL OR EXISTS (SELECT 1 FROM document_tags WHERE document_id = d.id AND tag = ANY($3)))
  AND ($4::text[] IS NULL OR EXISTS (SELECT 1 FROM unnest($4) AS place WHERE d.path = place OR starts_with(d.path, place || '/')))`;
const LIST = `${SELECT} WHERE ${FITS} ORDER BY d.path LIMIT $5 OFFSET $6`;
const IDS = `SELECT d.id FROM documents AS d WHERE ${FITS}`;
const SET_TAGS = `INSERT INTO document_tags (document_id, tag) SELECT $1, unnest($2::text[])`;

type Row = Omit<StoredDocument, 'name'>;

export async function findDocument(sql: Sql, tenant: string, id: string): Promise<StoredDocument | undefined> {
  return named(await rowOf<Row>(sql, `${SELECT} WHERE d.tenant = $1 AND d.id = $2`, [tenant, id]));
}

export async function documentAt(sql: Sql, tenant: string, path: string): Promise<StoredDocument | undefined> {
  return named(await rowOf<Row>(sql, `${SELECT} WHERE d.tenant = $1 AND d.path = $2`, [tenant, path]));
}

export async function documentsByIds(sql: Sql, tenant: string, ids: readonly string[]): Promise<Map<string, StoredDocument>> {
  const rows = await sql.rows<Row>(`${SELECT} WHERE d.tenant = $1 AND d.id = ANY($2)`, [tenant, ids]);
  return new Map(rows.map((row) => [row.id, named(row)]));
}

export async function listDocuments(sql: Sql, tenant: string, page: Page, filter: DocumentFilter): Promise<StoredDocument[]> {
  const rows = await sql.rows<Row>(LIST, [...valuesOf(tenant, filter), page.limit, page.offset]);
  return rows.map((row) => named(row));
}

export async function matchingIds(sql: Sql, tenant: string, filter: DocumentFilter): Promise<string[]> {
  return (await sql.rows<{ id: string }>(IDS, valuesOf(tenant, filter))).map(({ id }) => id);
}

/** @returns whether they are other ones than before */
export async function tagDocument(sql: Sql, documentId: string, tags: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(tags)].sort();
  const rows = await sql.rows<{ tag: string }>('SELECT tag FROM document_tags WHERE document_id = $1', [documentId]);
  if (JSON.stringify(rows.map(({ tag }) => tag).sort()) === JSON.stringify(wanted)) return false;
  await sql.run('DELETE FROM document_tags WHERE document_id = $1', [documentId]);
  await sql.run(SET_TAGS, [documentId, wanted]);
  return true;
}

function valuesOf(tenant: string, { documentIds, tags, under }: DocumentFilter): unknown[] {
  return [tenant, documentIds ?? null, tags ?? null, under ?? null];
}

function named(row: Row): StoredDocument;
function named(row: Row | undefined): StoredDocument | undefined;
function named(row: Row | undefined): StoredDocument | undefined {
  return row && { ...row, name: nameOf(row.path) };
}
