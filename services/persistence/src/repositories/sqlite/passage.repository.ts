import type { DocumentPassage, Page } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { PassageIndex } from '../../documents/passage-index.port.js';
import type { TextTerm } from '../../documents/text-query.policy.js';
import { type PassageRow, toPassage } from '../rows/passage-row.js';
import { SqliteDatabase } from './sqlite-database.js';

const MATCHING = `SELECT c.id FROM chunks_fts JOIN chunks c ON c.id = chunks_fts.rowid WHERE chunks_fts MATCH ? AND c.tenant = ?`;
const BEST_FIRST = `ORDER BY bm25(chunks_fts), c.id LIMIT ?`;
const AMONG = `AND c.document_id IN (SELECT value FROM json_each(?))`;
const CHUNK_IDS = `SELECT id FROM chunks WHERE document_id IN (SELECT value FROM json_each(?)) AND tenant = ?`;
const CHUNKS = `SELECT c.id, c.document_id AS documentId, d.path AS documentPath, d.updated_at AS documentDate, c.chunk_index AS "index",
    c.page, c.heading, c.place, c.text
  FROM chunks c JOIN documents d ON d.id = c.document_id`;
const LOAD = `${CHUNKS} WHERE c.tenant = ? AND c.id IN (SELECT value FROM json_each(?))`;
const READ = `${CHUNKS} WHERE c.tenant = ? AND c.document_id = ? ORDER BY c.chunk_index LIMIT ? OFFSET ?`;

@Injectable()
export class PassageRepository extends PassageIndex {
  constructor(private readonly database: SqliteDatabase) {
    super();
  }

  async matchText(tenant: string, terms: readonly TextTerm[], limit: number, documentIds?: readonly string[]): Promise<number[]> {
    const query = terms.map(toFtsTerm).join(' OR ');
    const among = documentIds ? [JSON.stringify(documentIds)] : [];
    return this.database.reads.column<number>(`${MATCHING} ${documentIds ? AMONG : ''} ${BEST_FIRST}`, [query, tenant, ...among, limit]);
  }

  async chunkIdsOf(tenant: string, documentIds: readonly string[]): Promise<number[]> {
    return this.database.reads.column<number>(CHUNK_IDS, [JSON.stringify(documentIds), tenant]);
  }

  async load(tenant: string, chunkIds: readonly number[]): Promise<Map<number, DocumentPassage>> {
    const rows = this.database.connection.prepare(LOAD).all(tenant, JSON.stringify(chunkIds)) as PassageRow[];
    return new Map(rows.map((row) => [row.id, toPassage(row)]));
  }

  async read(tenant: string, documentId: string, { limit, offset }: Page): Promise<DocumentPassage[]> {
    const rows = this.database.connection.prepare(READ).all(tenant, documentId, limit, offset) as PassageRow[];
    return rows.map(toPassage);
  }
}

/** Quoted, so that nothing in it is read as FTS5 syntax. */
function toFtsTerm({ word, isPrefix }: TextTerm): string {
  return `"${word.replaceAll('"', '""')}"${isPrefix ? '*' : ''}`;
}
