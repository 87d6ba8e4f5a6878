import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE sessions (
     id TEXT PRIMARY KEY,
     user_id TEXT,
     created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
     updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
     data JSON NOT NULL,
     tenant TEXT NOT NULL DEFAULT 'default'
   )`,
  `CREATE INDEX sessions_by_tenant ON sessions (tenant, updated_at)`,
  `CREATE TABLE chat_history (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     session_id TEXT REFERENCES sessions (id) ON DELETE CASCADE,
     role TEXT NOT NULL,
     content TEXT NOT NULL,
     timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
     metadata JSON
   )`,
  `CREATE INDEX chat_history_by_session ON chat_history (session_id, id)`,
  // Addressed by content: tenants that hold the same file share the row, and it goes with the last of their documents.
  `CREATE TABLE document_cache (
     file_hash TEXT PRIMARY KEY,
     file_name TEXT NOT NULL,
     processed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
     chunks JSON NOT NULL,
     metadata JSON
   )`,
  `CREATE TABLE performance_logs (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     operation TEXT NOT NULL,
     latency_ms REAL,
     tokens_processed INTEGER,
     timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
     metrics JSON,
     record_id TEXT UNIQUE
   )`,
  `CREATE INDEX performance_logs_by_time ON performance_logs (timestamp)`,
  `CREATE TABLE documents (
     id TEXT PRIMARY KEY,
     tenant TEXT NOT NULL,
     name TEXT NOT NULL,
     media_type TEXT NOT NULL,
     content_hash TEXT NOT NULL,
     size_bytes INTEGER NOT NULL,
     pages INTEGER NOT NULL,
     chunk_count INTEGER NOT NULL,
     embedder TEXT NOT NULL,
     dimensions INTEGER NOT NULL,
     revision INTEGER NOT NULL,
     created_at TIMESTAMP NOT NULL,
     updated_at TIMESTAMP NOT NULL,
     UNIQUE (tenant, name)
   )`,
  `CREATE INDEX documents_by_hash ON documents (content_hash)`,
  // A chunk keeps the id it had in staging: AUTOINCREMENT there never gives one twice, so an index outside this database
  // can be written before the transaction and old entries never point to new text.
  `CREATE TABLE staging (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     tenant TEXT NOT NULL,
     staging_id TEXT NOT NULL,
     chunk_index INTEGER NOT NULL,
     text TEXT NOT NULL,
     page INTEGER,
     heading TEXT,
     vector BLOB NOT NULL,
     staged_at TIMESTAMP NOT NULL,
     UNIQUE (tenant, staging_id, chunk_index)
   )`,
  `CREATE INDEX staging_by_age ON staging (staged_at)`,
  `CREATE TABLE chunks (
     id INTEGER PRIMARY KEY,
     tenant TEXT NOT NULL,
     document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
     chunk_index INTEGER NOT NULL,
     text TEXT NOT NULL,
     page INTEGER,
     heading TEXT,
     UNIQUE (document_id, chunk_index)
   )`,
  `CREATE VIRTUAL TABLE chunks_fts USING fts5 (
     heading, text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
   )`,
  // chunks_vec is made with the first document, whose embedder decides its dimensions; this row remembers them.
  `CREATE TABLE vector_index (id INTEGER PRIMARY KEY CHECK (id = 1), dimensions INTEGER NOT NULL)`,
  `CREATE TABLE corpus (tenant TEXT PRIMARY KEY, epoch INTEGER NOT NULL)`,
  `CREATE TABLE outbox (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     tenant TEXT NOT NULL,
     document_id TEXT NOT NULL,
     epoch INTEGER NOT NULL,
     created_at TIMESTAMP NOT NULL
   )`,
];

const DROP_ORDER = ['outbox', 'corpus', 'vector_index', 'chunks_vec', 'chunks_fts', 'chunks', 'staging', 'documents'];
const DROP_SPECIFIED = ['performance_logs', 'document_cache', 'chat_history', 'sessions'];

export class Initial1763900000000 implements MigrationInterface {
  readonly name = 'Initial1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...DROP_ORDER, ...DROP_SPECIFIED]) await runner.query(`DROP TABLE IF EXISTS ${table}`);
  }
}
