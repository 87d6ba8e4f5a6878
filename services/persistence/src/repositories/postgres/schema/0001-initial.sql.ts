// Moments are moments and ids are the ones that SQLite's tables have; JSON is kept as text, because PostgreSQL's own types refuse some of it (\u0000).
export const INITIAL: readonly string[] = [
  // Words as they come, in their English stems; nothing is left out as too frequent, because a question's little words are left out before.
  `CREATE TEXT SEARCH DICTIONARY docmind.stems (TEMPLATE = pg_catalog.snowball, Language = english)`,
  `CREATE TEXT SEARCH CONFIGURATION docmind.words (COPY = pg_catalog.simple)`,
  `ALTER TEXT SEARCH CONFIGURATION docmind.words ALTER MAPPING FOR asciiword, word WITH docmind.stems`,

  `CREATE TABLE sessions (
     tenant TEXT COLLATE "C" NOT NULL,
     id TEXT COLLATE "C" NOT NULL,
     user_id TEXT NOT NULL,
     created_at TIMESTAMPTZ(3) NOT NULL,
     updated_at TIMESTAMPTZ(3) NOT NULL,
     data TEXT NOT NULL,
     folded_title TEXT,
     PRIMARY KEY (tenant, id)
   )`,
  `CREATE INDEX sessions_by_use ON sessions (tenant, updated_at DESC, id)`,
  `CREATE INDEX sessions_by_age ON sessions (updated_at)`,
  `CREATE TABLE chat_history (
     id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     tenant TEXT COLLATE "C" NOT NULL,
     session_id TEXT COLLATE "C" NOT NULL,
     role TEXT NOT NULL,
     content TEXT NOT NULL,
     folded TEXT,
     timestamp TIMESTAMPTZ(3) NOT NULL,
     metadata TEXT,
     FOREIGN KEY (tenant, session_id) REFERENCES sessions (tenant, id) ON DELETE CASCADE
   )`,
  `CREATE INDEX chat_history_by_session ON chat_history (tenant, session_id, id)`,
  `CREATE TABLE answered_requests (
     tenant TEXT COLLATE "C" NOT NULL,
     session_id TEXT COLLATE "C" NOT NULL,
     request_id TEXT COLLATE "C" NOT NULL,
     message_ids BIGINT[] NOT NULL,
     PRIMARY KEY (tenant, session_id, request_id),
     FOREIGN KEY (tenant, session_id) REFERENCES sessions (tenant, id) ON DELETE CASCADE
   )`,
  // After a crash of the server whoever works enters anew, before the line has formed again.
  `CREATE UNLOGGED TABLE session_turns (
     tenant TEXT COLLATE "C" NOT NULL,
     session_id TEXT COLLATE "C" NOT NULL,
     ticket TEXT COLLATE "C" NOT NULL,
     place BIGINT GENERATED ALWAYS AS IDENTITY,
     expires_at TIMESTAMPTZ NOT NULL,
     PRIMARY KEY (tenant, session_id, ticket)
   )`,
  `CREATE INDEX session_turns_by_age ON session_turns (expires_at)`,

  `CREATE TABLE performance_logs (
     id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     record_id TEXT UNIQUE NOT NULL,
     operation TEXT NOT NULL,
     latency_ms DOUBLE PRECISION NOT NULL,
     tokens_processed BIGINT NOT NULL,
     timestamp TIMESTAMPTZ(3) NOT NULL,
     metrics TEXT NOT NULL
   )`,
  `CREATE INDEX performance_logs_by_time ON performance_logs (timestamp)`,

  `CREATE TABLE documents (
     id TEXT COLLATE "C" PRIMARY KEY,
     tenant TEXT COLLATE "C" NOT NULL,
     path TEXT COLLATE "C" NOT NULL,
     media_type TEXT NOT NULL,
     content_hash TEXT COLLATE "C" NOT NULL,
     fingerprint TEXT NOT NULL,
     size_bytes BIGINT NOT NULL,
     pages INTEGER NOT NULL,
     chunk_count INTEGER NOT NULL,
     embedder TEXT NOT NULL,
     dimensions INTEGER NOT NULL,
     revision INTEGER NOT NULL DEFAULT 1,
     created_at TIMESTAMPTZ(3) NOT NULL,
     updated_at TIMESTAMPTZ(3) NOT NULL,
     UNIQUE (tenant, path)
   )`,
  `CREATE INDEX documents_by_content ON documents (tenant, content_hash)`,
  `CREATE TABLE document_tags (
     document_id TEXT COLLATE "C" NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
     tag TEXT COLLATE "C" NOT NULL,
     PRIMARY KEY (document_id, tag)
   )`,
  `CREATE INDEX document_tags_by_tag ON document_tags (tag)`,
  // A chunk keeps the id it had in staging, and none is ever given twice.
  `CREATE TABLE staging (
     id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     tenant TEXT COLLATE "C" NOT NULL,
     staging_id TEXT COLLATE "C" NOT NULL,
     chunk_index INTEGER NOT NULL,
     text TEXT NOT NULL,
     page INTEGER,
     heading TEXT,
     place TEXT,
     words TSVECTOR NOT NULL,
     word_count INTEGER NOT NULL,
     embedding VECTOR NOT NULL,
     staged_at TIMESTAMPTZ(3) NOT NULL,
     UNIQUE (tenant, staging_id, chunk_index)
   )`,
  `CREATE INDEX staging_by_age ON staging (staged_at)`,
  `CREATE TABLE chunks (
     id BIGINT PRIMARY KEY,
     tenant TEXT COLLATE "C" NOT NULL,
     document_id TEXT COLLATE "C" NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
     chunk_index INTEGER NOT NULL,
     text TEXT NOT NULL,
     page INTEGER,
     heading TEXT,
     place TEXT,
     UNIQUE (document_id, chunk_index)
   )`,
  `CREATE INDEX chunks_by_tenant ON chunks (tenant)`,
  // Apart from the text, so that a search reads nothing but what it compares.
  `CREATE TABLE chunk_words (
     chunk_id BIGINT PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE,
     tenant TEXT COLLATE "C" NOT NULL,
     words TSVECTOR NOT NULL,
     word_count INTEGER NOT NULL
   ) WITH (toast_tuple_target = 8160)`,
  `CREATE INDEX chunk_words_by_word ON chunk_words USING gin (words) WITH (fastupdate = off)`,
  `CREATE TABLE chunk_vectors (
     chunk_id BIGINT PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE,
     tenant TEXT COLLATE "C" NOT NULL,
     embedding VECTOR NOT NULL
   ) WITH (toast_tuple_target = 8160)`,
  `CREATE INDEX chunk_vectors_by_tenant ON chunk_vectors (tenant)`,
  // The first document's embedder decides the dimensions of all; the row goes with the last vector.
  `CREATE TABLE vector_index (id INTEGER PRIMARY KEY CHECK (id = 1), dimensions INTEGER NOT NULL)`,
  `CREATE TABLE corpus (tenant TEXT COLLATE "C" PRIMARY KEY, epoch BIGINT NOT NULL)`,
  `CREATE TABLE outbox (
     id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     tenant TEXT COLLATE "C" NOT NULL,
     document_id TEXT NOT NULL,
     epoch BIGINT NOT NULL,
     created_at TIMESTAMPTZ(3) NOT NULL
   )`,
  `CREATE TABLE outbox_turn (id INTEGER PRIMARY KEY CHECK (id = 1), holder TEXT NOT NULL, expires_at TIMESTAMPTZ NOT NULL)`,
  `INSERT INTO outbox_turn VALUES (1, '', 'epoch')`,

  `CREATE TABLE uploads (
     upload_id TEXT COLLATE "C" PRIMARY KEY,
     document_id TEXT COLLATE "C" NOT NULL UNIQUE,
     tenant TEXT COLLATE "C" NOT NULL,
     path TEXT COLLATE "C" NOT NULL,
     tags TEXT,
     media_type TEXT NOT NULL,
     content_hash TEXT NOT NULL,
     size_bytes BIGINT NOT NULL,
     state TEXT NOT NULL DEFAULT 'working',
     step TEXT NOT NULL DEFAULT 'waiting',
     done INTEGER NOT NULL DEFAULT 0,
     total INTEGER NOT NULL DEFAULT 0,
     claims INTEGER NOT NULL DEFAULT 0,
     furthest BIGINT NOT NULL DEFAULT 0,
     code TEXT,
     message TEXT,
     accepted_at TIMESTAMPTZ(3) NOT NULL,
     updated_at TIMESTAMPTZ(3) NOT NULL,
     UNIQUE (tenant, path)
   )`,
  `CREATE TABLE originals (
     id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     tenant TEXT COLLATE "C" NOT NULL,
     content_hash TEXT COLLATE "C" NOT NULL,
     size_bytes BIGINT NOT NULL,
     state TEXT NOT NULL DEFAULT 'staged',
     staging_id TEXT COLLATE "C" NOT NULL,
     staged_at TIMESTAMPTZ(3) NOT NULL
   )`,
  `CREATE UNIQUE INDEX originals_staged ON originals (tenant, staging_id) WHERE state = 'staged'`,
  `CREATE UNIQUE INDEX originals_kept ON originals (tenant, content_hash) WHERE state = 'kept'`,
  `CREATE TABLE original_parts (
     original_id BIGINT NOT NULL REFERENCES originals (id),
     part INTEGER NOT NULL,
     bytes BYTEA NOT NULL,
     PRIMARY KEY (original_id, part)
   )`,
  `ALTER TABLE original_parts ALTER COLUMN bytes SET STORAGE EXTERNAL`,

  // How far this database has followed each journal of erasures: every replica keeps its own, beside its data.
  `CREATE TABLE erasures_done (journal TEXT PRIMARY KEY, lines INTEGER NOT NULL)`,
  `CREATE TABLE former_contents (
     tenant TEXT COLLATE "C" NOT NULL,
     document_id TEXT COLLATE "C" NOT NULL,
     content_hash TEXT COLLATE "C" NOT NULL,
     PRIMARY KEY (tenant, document_id, content_hash)
   )`,
];
