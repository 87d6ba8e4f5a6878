import { setImmediate as turn } from 'node:timers/promises';
import { stagingPrefixOf } from '@docmind/contracts';
import type { BackupStore } from '../../backup/backup-store.port.js';
import { deleteInSteps } from '../sqlite/content/delete-in-steps.js';
import { OriginalRows } from '../sqlite/content/original-rows.js';
import type { SqliteDatabase } from '../sqlite/sqlite-database.js';
import { type Asked, type ChatRow, questionsOf, redactionOf } from '../../erasure/rules/redaction.policy.js';
import { ErasureStore } from '../../erasure/rules/erasure-store.port.js';

const UNUSED_HASHES = `SELECT content_hash FROM (
    SELECT content_hash FROM former_contents WHERE tenant = @tenant AND (@id IS NULL OR document_id = @id)
    UNION SELECT content_hash FROM documents WHERE tenant = @tenant AND (@id IS NULL OR id = @id)
    UNION SELECT content_hash FROM uploads WHERE tenant = @tenant AND (@id IS NULL OR document_id = @id)
  ) AS held WHERE NOT EXISTS (
    SELECT 1 FROM documents AS d WHERE d.content_hash = held.content_hash AND d.tenant = @tenant AND d.id <> @id)`;
const KNOWN = `SELECT 1 FROM former_contents WHERE tenant = @tenant AND document_id = @id
  UNION SELECT 1 FROM documents WHERE tenant = @tenant AND id = @id UNION SELECT 1 FROM uploads WHERE tenant = @tenant AND document_id = @id`;
/** Messages of a session, or of all sessions of the tenant, in steps of their ids. */
const RANGE = `id > @after AND id <= @after + @step AND (session_id = @key OR @key IS NULL AND session_id > @tenant || '/' AND session_id < @tenant || '0')`;
const QUESTIONS = `SELECT content, metadata FROM chat_history WHERE ${RANGE} AND role = 'user'`;
/** Where each chat began to quote the document. */
const QUOTING = `SELECT session_id AS key, min(id) AS first FROM chat_history WHERE ${RANGE} AND instr(metadata, @documentId) GROUP BY session_id`;
const LATER_QUESTIONS = `SELECT content, metadata FROM chat_history WHERE session_id = @key AND id > @first AND role = 'user'`;
const OF_CHAT = `SELECT id, role, metadata FROM chat_history WHERE session_id = @key AND id >= @first ORDER BY id`;
const REDACT = `UPDATE chat_history SET content = coalesce(@content, content), metadata = @metadata WHERE id = @id`;
const DELETE_STAGED = `DELETE FROM staging WHERE id IN (SELECT id FROM staging WHERE tenant = @tenant AND (@prefixes IS NULL OR EXISTS (
    SELECT 1 FROM json_each(@prefixes) AS prefix WHERE substr(staging_id, 1, length(prefix.value)) = prefix.value)) LIMIT @step)`;
/** What is kept of a content has the path of one document that held it, which need not be one that still does. */
const NAME_AGAIN = `UPDATE document_cache SET file_name = coalesce((SELECT path FROM documents WHERE content_hash = file_hash LIMIT 1), '')
  WHERE NOT EXISTS (SELECT 1 FROM documents WHERE content_hash = file_hash AND path = file_name)`;
const FROM = `created_at <= @before AND tenant = @tenant`;

/** Rows that a step reads or deletes: none holds up others for longer than some milliseconds. */
const STEP = 2_000;
/** Of the full-text index, in pages. */
const MERGED_AT_ONCE = 200;
const FREED_AT_ONCE = 256;

export class SqliteErasureStore extends ErasureStore {
  constructor(
    private readonly database: SqliteDatabase,
    private readonly backups: BackupStore,
  ) {
    super();
  }

  async isDocumentKnown(tenant: string, id: string): Promise<boolean> {
    return this.statement(KNOWN).get({ tenant, id }) !== undefined;
  }

  async contentHashes(tenant: string, documentId: string | undefined): Promise<string[]> {
    return this.statement(UNUSED_HASHES)
      .pluck()
      .all({ tenant, id: documentId ?? null }) as string[];
  }

  async questions(tenant: string, sessionId: string | undefined): Promise<string[]> {
    const asked: Asked[] = [];
    for await (const range of this.messageRanges(tenant, sessionId)) asked.push(...(this.statement(QUESTIONS).all(range) as Asked[]));
    return questionsOf(asked);
  }

  async questionsAfterQuotes(tenant: string, documentId: string): Promise<string[]> {
    const chats = await this.quotingChats(tenant, documentId);
    return questionsOf(chats.flatMap((chat) => this.statement(LATER_QUESTIONS).all(chat) as Asked[]));
  }

  async uploadIds(tenant: string, documentId: string | undefined): Promise<string[]> {
    const sent = 'SELECT upload_id FROM uploads WHERE tenant = @tenant AND (@id IS NULL OR document_id = @id)';
    return this.statement(sent)
      .pluck()
      .all({ tenant, id: documentId ?? null }) as string[];
  }

  async ofTenant(tenant: string, before: string, limit: number): Promise<{ documents: string[]; sessions: string[] }> {
    const some = (table: string) =>
      this.statement(`SELECT id FROM ${table} WHERE ${FROM} LIMIT @limit`).pluck().all({ tenant, before, limit }) as string[];
    return { documents: some('documents'), sessions: some('sessions').map((key) => key.slice(tenant.length + 1)) };
  }

  async isDocumentFrom(tenant: string, id: string, before: string): Promise<boolean> {
    const isThere = `SELECT 1 FROM documents WHERE id = @id AND ${FROM}
      UNION SELECT 1 FROM uploads WHERE document_id = @id AND tenant = @tenant AND accepted_at <= @before`;
    return this.statement(isThere).get({ tenant, id, before }) !== undefined;
  }

  async isSessionFrom(tenant: string, id: string, before: string): Promise<boolean> {
    return this.statement(`SELECT 1 FROM sessions WHERE id = @id AND ${FROM}`).get({ tenant, id: `${tenant}/${id}`, before }) !== undefined;
  }

  async redactQuotes(tenant: string, documentId: string): Promise<number> {
    let redacted = 0;
    for (const chat of await this.quotingChats(tenant, documentId)) {
      redacted += await this.database.transaction(() => {
        const rows = this.statement(OF_CHAT).all(chat) as ChatRow[];
        const redactions = rows.flatMap((row) => redactionOf(row, documentId, chat.first) ?? []);
        const redact = this.statement(REDACT);
        for (const { id, content, metadata } of redactions) redact.run({ id, content: content ?? null, metadata });
        return redactions.filter(({ content }) => content !== undefined).length;
      });
    }
    return redacted;
  }

  async deleteMessages(tenant: string, sessionId: string): Promise<number> {
    const some = `DELETE FROM chat_history WHERE id IN (SELECT id FROM chat_history WHERE session_id = @key LIMIT @step)`;
    return deleteInSteps(this.database.connection, some, { key: `${tenant}/${sessionId}` });
  }

  async deleteWaiting(tenant: string, contentHashes: readonly string[] | undefined): Promise<void> {
    if (contentHashes === undefined) this.statement('DELETE FROM uploads WHERE tenant = ?').run(tenant);
    const prefixes = contentHashes === undefined ? null : JSON.stringify(contentHashes.map(stagingPrefixOf));
    await deleteInSteps(this.database.connection, DELETE_STAGED, { tenant, prefixes });
    await new OriginalRows(this.database.connection).removeStaged(tenant, contentHashes);
  }

  async forgetContents(tenant: string, documentId: string | undefined): Promise<void> {
    const forget = 'DELETE FROM former_contents WHERE tenant = @tenant AND (@id IS NULL OR document_id = @id)';
    this.statement(forget).run({ tenant, id: documentId ?? null });
  }

  async erasuresDone(): Promise<number> {
    return this.statement('SELECT lines FROM erasures_done').pluck().get() as number;
  }

  async noteErasuresDone(lines: number): Promise<void> {
    this.statement('UPDATE erasures_done SET lines = ?').run(lines);
  }

  async scrub(): Promise<void> {
    this.statement(NAME_AGAIN).run();
    await this.mergeFullText();
    // The freed pages were overwritten when they were freed; this gives them back.
    await this.inSteps(() => {
      const { connection } = this.database;
      const free = connection.pragma('freelist_count', { simple: true }) as number;
      if (free > 0) connection.pragma(`incremental_vacuum(${FREED_AT_ONCE})`);
      return free - (connection.pragma('freelist_count', { simple: true }) as number);
    });
    // Where much is searched and written the log would have a reader at all times.
    await this.database.reads.alone(() => this.backups.emptyLog());
  }

  /** Words of deleted passages stay in the index until its parts are merged into one. */
  private async mergeFullText(): Promise<void> {
    const changes = () => this.statement('SELECT total_changes()').pluck().get() as number;
    let pages = -MERGED_AT_ONCE;
    // As FTS5's manual has it: below two changes there was nothing left to merge.
    await this.inSteps(() => {
      const before = changes();
      this.statement(`INSERT INTO chunks_fts (chunks_fts, rank) VALUES ('merge', ?)`).run(pages);
      pages = MERGED_AT_ONCE;
      const done = changes() - before;
      return done < 2 ? 0 : done;
    });
  }

  /** Until there was nothing to do. */
  private async inSteps(work: () => number): Promise<number> {
    let done = 0;
    for (;;) {
      const now = work();
      if (now === 0) return done;
      done += now;
      await turn();
    }
  }

  private async quotingChats(tenant: string, documentId: string): Promise<{ key: string; first: number }[]> {
    const chats = new Map<string, number>();
    for await (const range of this.messageRanges(tenant, undefined)) {
      const found = this.statement(QUOTING).all({ ...range, documentId }) as { key: string; first: number }[];
      for (const { key, first } of found) if (!chats.has(key)) chats.set(key, first);
    }
    return [...chats].map(([key, first]) => ({ key, first }));
  }

  private async *messageRanges(tenant: string, sessionId: string | undefined) {
    const last = (this.statement('SELECT max(id) FROM chat_history').pluck().get() as number | null) ?? 0;
    const key = sessionId === undefined ? null : `${tenant}/${sessionId}`;
    for (let after = 0; after < last; after += STEP) {
      yield { tenant, key, after, step: STEP };
      await turn();
    }
  }

  private statement(sql: string) {
    return this.database.connection.prepare(sql);
  }
}
