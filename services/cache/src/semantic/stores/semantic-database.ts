import * as sqliteVec from 'sqlite-vec';
import type Database from 'better-sqlite3';
import { SqliteFile } from '../../stores/sqlite-file.js';

/**
 * Vectors lie ordered by scope, so that a search reads only its own scope's rows: the scope is a hard filter by construction. A vec0 table
 * partitioned by scope would set aside room for hundreds of vectors a scope, and most scopes hold a handful.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS scopes (id INTEGER PRIMARY KEY, scope_key TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS entries (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, scope INTEGER NOT NULL REFERENCES scopes (id), exact_key TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL, namespace TEXT NOT NULL, question TEXT NOT NULL, from_documents INTEGER NOT NULL, epoch INTEGER NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER NOT NULL, bytes INTEGER NOT NULL,
    answer TEXT NOT NULL, citations TEXT NOT NULL, meta TEXT, model TEXT NOT NULL DEFAULT '', agent TEXT);
  CREATE INDEX IF NOT EXISTS entries_by_use ON entries (used_at, bytes);
  CREATE INDEX IF NOT EXISTS entries_by_expiry ON entries (expires_at);
  CREATE INDEX IF NOT EXISTS entries_by_namespace ON entries (tenant, namespace);
  CREATE TABLE IF NOT EXISTS vectors (scope INTEGER NOT NULL, row INTEGER NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (scope, row)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entry_documents (
    tenant TEXT NOT NULL, document TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (tenant, document, row)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS entry_documents_by_row ON entry_documents (row);
  CREATE TABLE IF NOT EXISTS epochs (tenant TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS document_changes (
    tenant TEXT NOT NULL, document TEXT NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (tenant, document)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, entry TEXT NOT NULL, verdict TEXT NOT NULL, question TEXT, at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS verdicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, asked TEXT NOT NULL, stored TEXT NOT NULL, model TEXT NOT NULL, verdict TEXT NOT NULL,
    UNIQUE (asked, stored, model));`;

export function openSemanticDatabase(path: string, onRebuilt: (movedTo: string) => void): SqliteFile {
  return new SqliteFile({
    path,
    onRebuilt,
    prepare: (database) => {
      sqliteVec.load(database);
      database.exec(SCHEMA);
      addColumns(database);
    },
  });
}

/** A file from before a column was thought of gets it; the model is the third part of a scope's key. */
function addColumns(database: Database.Database): void {
  const columns = new Set((database.pragma('table_info(entries)') as { name: string }[]).map(({ name }) => name));
  if (!columns.has('agent')) database.exec('ALTER TABLE entries ADD COLUMN agent TEXT');
  if (columns.has('model')) return;
  database.exec(`ALTER TABLE entries ADD COLUMN model TEXT NOT NULL DEFAULT '';
    UPDATE entries SET model = (SELECT json_extract(s.scope_key, '$[2]') FROM scopes s WHERE s.id = entries.scope);`);
}
