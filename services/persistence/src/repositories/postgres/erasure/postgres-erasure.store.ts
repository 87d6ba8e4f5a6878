import { stagingPrefixOf } from '@docmind/contracts';
import type { ErasureJournal } from '../../../erasure/rules/erasure-journal.js';
import { ErasureStore } from '../../../erasure/rules/erasure-store.port.js';
import { type Asked, type ChatRow, questionsOf, redactionOf } from '../../../erasure/rules/redaction.policy.js';
import { deleteInSteps } from '../content/delete-in-steps.js';
import { removeStagedOriginals } from '../content/original-rows.js';
import type { PostgresDatabase } from '../database/postgres-database.js';
import { rowOf } from '../database/sql.js';

const UNUSED_HASHES = `SELECT content_hash AS hash FROM (
    SELECT content_hash FROM former_contents WHERE tenant = $1 AND ($2::text IS NULL OR document_id = $2)
    UNION SELECT content_hash FROM documents WHERE tenant = $1 AND ($2::text IS NULL OR id = $2)
    UNION SELECT content_hash FROM uploads WHERE tenant = $1 AND ($2::text IS NULL OR document_id = $2)
  ) AS held WHERE NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.content_hash = held.content_hash AND d.tenant = $1 AND d.id <> $2)
  ORDER BY content_hash COLLATE "C"`;
const KNOWN = `SELECT 1 FROM former_contents WHERE tenant = $1 AND document_id = $2
  UNION SELECT 1 FROM documents WHERE tenant = $1 AND id = $2 UNION SELECT 1 FROM uploads WHERE tenant = $1 AND document_id = $2`;
const RANGE = `tenant = $1 AND id > $2 AND id <= $3`;
const QUOTING = `SELECT session_id AS "sessionId", min(id) AS first FROM chat_history
  WHERE ${RANGE} AND position($4 IN metadata) > 0 GROUP BY session_id`;
const QUESTIONS = `SELECT content, metadata FROM chat_history WHERE ${RANGE} AND ($4::text IS NULL OR session_id = $4) AND role = 'user' ORDER BY id`;
const LATER_QUESTIONS = `SELECT content, metadata FROM chat_history WHERE tenant = $1 AND session_id = $2 AND id > $3 AND role = 'user' ORDER BY id`;
const OF_CHAT = `SELECT id, role, metadata FROM chat_history WHERE tenant = $1 AND session_id = $2 AND id >= $3 ORDER BY id FOR UPDATE`;
const REDACT = `UPDATE chat_history SET content = coalesce($2, content), folded = CASE WHEN $2::text IS NULL THEN folded END, metadata = $3 WHERE id = $1`;
const DELETE_MESSAGES = `DELETE FROM chat_history WHERE id IN (SELECT id FROM chat_history WHERE tenant = $2 AND session_id = $3 LIMIT $1)`;
const DELETE_STAGED = `DELETE FROM staging WHERE id IN (SELECT id FROM staging WHERE tenant = $2
  AND ($3::text[] IS NULL OR EXISTS (SELECT 1 FROM unnest($3) AS prefix WHERE starts_with(staging_id, prefix))) LIMIT $1)`;
const FROM = `created_at <= $2 AND tenant = $1`;
const DONE = `INSERT INTO erasures_done (journal, lines) VALUES ($1, $2) ON CONFLICT (journal) DO UPDATE SET lines = excluded.lines`;

/** Rows that a step reads. */
const STEP = 20_000;
/** Those that hold text of people and of documents, or what was made of it. */
const TABLES = [
  'chat_history',
  'sessions',
  'answered_requests',
  'documents',
  'document_tags',
  'chunks',
  'chunk_words',
  'chunk_vectors',
  'staging',
];
const MORE_TABLES = ['uploads', 'originals', 'original_parts', 'former_contents'];

interface Quoting {
  readonly sessionId: string;
  readonly first: number;
}

export class PostgresErasureStore extends ErasureStore {
  constructor(
    private readonly database: PostgresDatabase,
    private readonly journal: ErasureJournal,
  ) {
    super();
  }

  async isDocumentKnown(tenant: string, id: string): Promise<boolean> {
    return (await rowOf(this.database, KNOWN, [tenant, id])) !== undefined;
  }

  async contentHashes(tenant: string, documentId: string | undefined): Promise<string[]> {
    const rows = await this.database.rows<{ hash: string }>(UNUSED_HASHES, [tenant, documentId ?? null]);
    return rows.map(({ hash }) => hash);
  }

  async uploadIds(tenant: string, documentId: string | undefined): Promise<string[]> {
    const sent = 'SELECT upload_id AS id FROM uploads WHERE tenant = $1 AND ($2::text IS NULL OR document_id = $2)';
    return (await this.database.rows<{ id: string }>(sent, [tenant, documentId ?? null])).map(({ id }) => id);
  }

  async questions(tenant: string, sessionId: string | undefined): Promise<string[]> {
    return questionsOf(await this.inRanges<Asked>(QUESTIONS, tenant, sessionId ?? null));
  }

  async questionsAfterQuotes(tenant: string, documentId: string): Promise<string[]> {
    const asked: Asked[] = [];
    for (const { sessionId, first } of await this.quotingChats(tenant, documentId))
      asked.push(...(await this.database.rows<Asked>(LATER_QUESTIONS, [tenant, sessionId, first])));
    return questionsOf(asked);
  }

  async ofTenant(tenant: string, before: string, limit: number): Promise<{ documents: string[]; sessions: string[] }> {
    const some = async (table: string) =>
      (await this.database.rows<{ id: string }>(`SELECT id FROM ${table} WHERE ${FROM} LIMIT $3`, [tenant, before, limit])).map(
        ({ id }) => id,
      );
    return { documents: await some('documents'), sessions: await some('sessions') };
  }

  async isDocumentFrom(tenant: string, id: string, before: string): Promise<boolean> {
    const isThere = `SELECT 1 FROM documents WHERE id = $3 AND ${FROM}
      UNION SELECT 1 FROM uploads WHERE document_id = $3 AND tenant = $1 AND accepted_at <= $2`;
    return (await rowOf(this.database, isThere, [tenant, before, id])) !== undefined;
  }

  async isSessionFrom(tenant: string, id: string, before: string): Promise<boolean> {
    return (await rowOf(this.database, `SELECT 1 FROM sessions WHERE id = $3 AND ${FROM}`, [tenant, before, id])) !== undefined;
  }

  async redactQuotes(tenant: string, documentId: string): Promise<number> {
    let redacted = 0;
    for (const { sessionId, first } of await this.quotingChats(tenant, documentId)) {
      redacted += await this.database.transaction(async (sql) => {
        const rows = await sql.rows<ChatRow>(OF_CHAT, [tenant, sessionId, first]);
        const redactions = rows.flatMap((row) => redactionOf(row, documentId, first) ?? []);
        for (const { id, content, metadata } of redactions) await sql.run(REDACT, [id, content ?? null, metadata]);
        return redactions.filter(({ content }) => content !== undefined).length;
      });
    }
    return redacted;
  }

  deleteMessages(tenant: string, sessionId: string): Promise<number> {
    return deleteInSteps(this.database, DELETE_MESSAGES, [tenant, sessionId]);
  }

  async deleteWaiting(tenant: string, contentHashes: readonly string[] | undefined): Promise<void> {
    if (contentHashes === undefined) await this.database.run('DELETE FROM uploads WHERE tenant = $1', [tenant]);
    await deleteInSteps(this.database, DELETE_STAGED, [tenant, contentHashes?.map(stagingPrefixOf) ?? null]);
    await removeStagedOriginals(this.database, tenant, contentHashes);
  }

  async forgetContents(tenant: string, documentId: string | undefined): Promise<void> {
    const forget = 'DELETE FROM former_contents WHERE tenant = $1 AND ($2::text IS NULL OR document_id = $2)';
    await this.database.run(forget, [tenant, documentId ?? null]);
  }

  /** By the journal, as each replica has its own. */
  async erasuresDone(): Promise<number> {
    const select = 'SELECT lines FROM erasures_done WHERE journal = $1';
    return (await rowOf<{ lines: number }>(this.database, select, [this.journal.name()]))?.lines ?? 0;
  }

  async noteErasuresDone(lines: number): Promise<void> {
    await this.database.run(DONE, [this.journal.name(), lines]);
  }

  /** What was deleted is free space from here on, and is written over as it is used again: PostgreSQL has no command that does so at once. */
  async scrub(): Promise<void> {
    await this.database.vacuum([...TABLES, ...MORE_TABLES]);
  }

  private async quotingChats(tenant: string, documentId: string): Promise<Quoting[]> {
    const chats = new Map<string, Quoting>();
    for (const found of await this.inRanges<Quoting>(QUOTING, tenant, documentId))
      if (!chats.has(found.sessionId)) chats.set(found.sessionId, found);
    return [...chats.values()];
  }

  private async inRanges<Row extends object>(statement: string, tenant: string, value: unknown): Promise<Row[]> {
    const { last } = (await rowOf<{ last: number | null }>(this.database, 'SELECT max(id) AS last FROM chat_history')) ?? {};
    const rows: Row[] = [];
    for (let after = 0; after < (last ?? 0); after += STEP)
      rows.push(...(await this.database.rows<Row>(statement, [tenant, after, after + STEP, value])));
    return rows;
  }
}
