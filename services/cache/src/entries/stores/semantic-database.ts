import { type MoveReason, SqliteFile } from '@docmind/sqlite';
import * as sqliteVec from 'sqlite-vec';

const VERSION = 2;

/**
 * Vectors lie ordered by scope, so that a search reads only its own scope's rows: the scope is a hard filter by construction. A vec0 table
 * partitioned by scope would set aside room for hundreds of vectors a scope, and most scopes hold a handful. Totals are kept by triggers:
 * counting would read the whole table at each start, and two processes could not agree on it.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS scopes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, scope_key TEXT NOT NULL UNIQUE, vectors INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS entries (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, scope INTEGER NOT NULL REFERENCES scopes (id), exact_key TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL, namespace TEXT NOT NULL, model TEXT NOT NULL, question TEXT NOT NULL, from_documents INTEGER NOT NULL,
    epoch INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER NOT NULL, bytes INTEGER NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL, citations TEXT NOT NULL, agent TEXT, meta TEXT);
  CREATE INDEX IF NOT EXISTS entries_by_use ON entries (used_at);
  CREATE INDEX IF NOT EXISTS entries_by_age ON entries (created_at);
  CREATE INDEX IF NOT EXISTS entries_by_expiry ON entries (expires_at);
  CREATE INDEX IF NOT EXISTS entries_by_namespace ON entries (tenant, namespace);
  CREATE INDEX IF NOT EXISTS entries_by_model ON entries (tenant, model);
  CREATE INDEX IF NOT EXISTS entries_by_tenant ON entries (tenant, created_at, bytes);
  CREATE INDEX IF NOT EXISTS entries_by_scope ON entries (scope);
  CREATE INDEX IF NOT EXISTS entries_not_indexed ON entries (row) WHERE indexed = 0;
  CREATE TABLE IF NOT EXISTS vectors (
    scope INTEGER NOT NULL, row INTEGER NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (scope, row)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS signatures (
    scope INTEGER NOT NULL, row INTEGER NOT NULL, bits BLOB NOT NULL, PRIMARY KEY (scope, row)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entry_documents (
    tenant TEXT NOT NULL, document TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (tenant, document, row)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS entry_documents_by_row ON entry_documents (row);
  CREATE TABLE IF NOT EXISTS totals (
    one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL, bytes INTEGER NOT NULL, evictions INTEGER NOT NULL);
  INSERT OR IGNORE INTO totals VALUES (1, 0, 0, 0);
  CREATE TRIGGER IF NOT EXISTS entry_added AFTER INSERT ON entries BEGIN
    UPDATE totals SET entries = entries + 1, bytes = bytes + new.bytes; END;
  CREATE TRIGGER IF NOT EXISTS entry_removed AFTER DELETE ON entries BEGIN
    UPDATE totals SET entries = entries - 1, bytes = bytes - old.bytes; END;
  CREATE TRIGGER IF NOT EXISTS vector_added AFTER INSERT ON vectors BEGIN
    UPDATE scopes SET vectors = vectors + 1, version = version + 1 WHERE id = new.scope; END;
  CREATE TRIGGER IF NOT EXISTS vector_removed AFTER DELETE ON vectors BEGIN
    UPDATE scopes SET vectors = vectors - 1, version = version + 1 WHERE id = old.scope; END;
  CREATE TABLE IF NOT EXISTS epochs (tenant TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS document_changes (
    tenant TEXT NOT NULL, document TEXT NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (tenant, document)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS replica (
    one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, at INTEGER, last TEXT, met_others INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, entry TEXT NOT NULL, verdict TEXT NOT NULL, question TEXT, at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS verdicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, asked TEXT NOT NULL, stored TEXT NOT NULL, model TEXT NOT NULL, verdict TEXT NOT NULL,
    UNIQUE (asked, stored, model));
  CREATE TABLE IF NOT EXISTS calibration_shares (
    calibration TEXT NOT NULL, source TEXT NOT NULL, share REAL NOT NULL, PRIMARY KEY (calibration, source)) WITHOUT ROWID;`;

/** Several processes may open it: they see each other's changes. */
export function openSemanticDatabase(path: string, onRebuilt: (movedTo: string, reason: MoveReason) => void, key?: string): SqliteFile {
  return new SqliteFile({
    path,
    settings: { path: 'DOCMIND_DATA_DIR', key: 'DOCMIND_DB_KEY_FILE' },
    key,
    schemaVersion: VERSION,
    onUnreadable: onRebuilt,
    prepare: (database) => {
      sqliteVec.load(database);
      database.exec(SCHEMA);
    },
  });
}
