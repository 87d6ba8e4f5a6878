// What of the SQLite file goes into PostgreSQL, row by row. Where a text or a moment is kept in another form, it is brought into that form here.
import { titleOf } from '../../postgres/content/session-title.policy.js';
import { toVectorBytes } from '../../postgres/content/vector-bytes.policy.js';
import { countOf, foldedOf, wordsOf } from '../../postgres/content/words.policy.js';
import { toFloats } from '../../sqlite/content/vector-bytes.policy.js';

export type Values = readonly unknown[];

export interface CopiedTable {
  readonly name: string;
  /** Of PostgreSQL. */
  readonly columns: readonly string[];
  /** Of SQLite, ordered by `key`. */
  readonly select: string;
  /** By which the rows of both are in one order. */
  readonly key: string;
  /** From what was selected to what the columns hold. */
  readonly values?: (row: Values) => Values;
  /** How a parameter becomes a column's value, where it is more than that. */
  readonly into?: Readonly<Record<string, (parameter: string) => string>>;
  /** What is compared with what was sent, where it isn't the column; undefined where there is nothing to compare. */
  readonly back?: Readonly<Record<string, string | undefined>>;
}

const plain = (name: string, columns: readonly string[], key: string, where = ''): CopiedTable => ({
  name,
  columns,
  key,
  select: `SELECT ${columns.join(', ')} FROM ${name} ${where} ORDER BY ${key}`,
});
const KEPT_ORIGINALS = `WHERE state = 'kept'`;
const KEPT_PARTS = `WHERE original_id IN (SELECT id FROM originals ${KEPT_ORIGINALS})`;
/** A session lies behind its tenant's name there. */
const SESSION = (id: string) => `substr(${id}, length(s.tenant) + 2)`;

const sessions: CopiedTable = {
  name: 'sessions',
  columns: ['tenant', 'id', 'user_id', 'created_at', 'updated_at', 'data', 'folded_title'],
  key: 'tenant, id',
  select: `SELECT tenant, ${SESSION('id')} AS own, coalesce(user_id, ''), created_at, updated_at, data FROM sessions AS s ORDER BY tenant, own`,
  values: (row) => [...row, titleOf(JSON.parse(String(row[5])) as { title?: unknown })],
};
const messages: CopiedTable = {
  name: 'chat_history',
  columns: ['id', 'tenant', 'session_id', 'role', 'content', 'timestamp', 'metadata', 'folded'],
  key: 'id',
  select: `SELECT m.id, s.tenant, ${SESSION('m.session_id')}, m.role, m.content, m.timestamp, m.metadata
    FROM chat_history AS m LEFT JOIN sessions AS s ON s.id = m.session_id ORDER BY m.id`,
  values: (row) => [...row, foldedOf(String(row[4])) ?? null],
};
const answered: CopiedTable = {
  name: 'answered_requests',
  columns: ['tenant', 'session_id', 'request_id', 'message_ids'],
  key: 'tenant, session_id, request_id',
  select: `SELECT s.tenant, ${SESSION('a.session_id')} AS own, a.request_id, replace(replace(replace(a.message_ids, '[', '{'), ']', '}'), ' ', '')
    FROM answered_requests AS a LEFT JOIN sessions AS s ON s.id = a.session_id ORDER BY s.tenant, own, a.request_id`,
  back: { message_ids: 'message_ids::text' },
};
const performance: CopiedTable = {
  name: 'performance_logs',
  columns: ['id', 'record_id', 'operation', 'latency_ms', 'tokens_processed', 'timestamp', 'metrics'],
  key: 'id',
  select: `SELECT id, coalesce(record_id, 'sqlite-' || id), operation, coalesce(latency_ms, 0), coalesce(tokens_processed, 0), timestamp, coalesce(metrics, '{}')
    FROM performance_logs ORDER BY id`,
};
const words: CopiedTable = {
  name: 'chunk_words',
  columns: ['chunk_id', 'tenant', 'words', 'word_count'],
  key: 'chunk_id',
  select: `SELECT id, tenant, coalesce(heading, '') || ' ' || text FROM chunks ORDER BY id`,
  values: ([id, tenant, text]) => {
    const own = wordsOf(String(text));
    return [id, tenant, own, countOf(own)];
  },
  into: { words: (parameter) => `to_tsvector('docmind.words', ${parameter})` },
  back: { words: undefined },
};
/** There is none before the first document. */
export const VECTORS: CopiedTable = {
  name: 'chunk_vectors',
  columns: ['chunk_id', 'tenant', 'embedding'],
  key: 'chunk_id',
  select: `SELECT chunk_id, tenant, embedding FROM chunks_vec ORDER BY chunk_id`,
  values: ([id, tenant, bytes]) => [id, tenant, toVectorBytes(toFloats(bytes as Buffer))],
  into: { embedding: (parameter) => `${parameter}::vector` },
  back: { embedding: 'vector_send(embedding)' },
};

const OF_DOCUMENTS = [
  'id',
  'tenant',
  'path',
  'media_type',
  'content_hash',
  'fingerprint',
  'size_bytes',
  'pages',
  'chunk_count',
  'embedder',
];
const OF_UPLOADS = ['upload_id', 'document_id', 'tenant', 'path', 'tags', 'media_type', 'content_hash', 'size_bytes', 'state', 'step'];

/** Those that others refer to come first. */
export const COPIED: readonly CopiedTable[] = [
  sessions,
  messages,
  answered,
  performance,
  plain('documents', [...OF_DOCUMENTS, 'dimensions', 'revision', 'created_at', 'updated_at'], 'id'),
  plain('document_tags', ['document_id', 'tag'], 'document_id, tag'),
  plain('chunks', ['id', 'tenant', 'document_id', 'chunk_index', 'text', 'page', 'heading', 'place'], 'id'),
  words,
  VECTORS,
  plain('vector_index', ['id', 'dimensions'], 'id'),
  plain('corpus', ['tenant', 'epoch'], 'tenant'),
  plain('outbox', ['id', 'tenant', 'document_id', 'epoch', 'created_at'], 'id'),
  plain('uploads', [...OF_UPLOADS, 'done', 'total', 'claims', 'furthest', 'code', 'message', 'accepted_at', 'updated_at'], 'upload_id'),
  plain('originals', ['id', 'tenant', 'content_hash', 'size_bytes', 'state', 'staging_id', 'staged_at'], 'id', KEPT_ORIGINALS),
  plain('original_parts', ['original_id', 'part', 'bytes'], 'original_id, part', KEPT_PARTS),
  plain('former_contents', ['tenant', 'document_id', 'content_hash'], 'tenant, document_id, content_hash'),
];

/** Ids that were ever given there are given to nothing else here; a chunk has the one it was staged under. */
export const GIVEN_IDS: readonly string[] = ['chat_history', 'performance_logs', 'outbox', 'originals', 'staging'];

export const MOMENTS: ReadonlySet<string> = new Set(['created_at', 'updated_at', 'timestamp', 'accepted_at', 'staged_at']);
