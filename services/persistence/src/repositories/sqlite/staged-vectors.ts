import type { SqliteConnection } from '@docmind/sqlite';
import type { VectorEntry } from '../../documents/vector-index.port.js';
import { STAGED_VECTORS } from './document.sql.js';

const BATCH = 256;

/** Read a page at a time: an open cursor would keep the connection from writing the vectors it yields. */
export function* stagedVectors(connection: SqliteConnection, tenant: string, stagingId: string): Generator<readonly VectorEntry[]> {
  const read = connection.prepare(STAGED_VECTORS);
  for (let last = 0; ;) {
    const rows = read.all(tenant, stagingId, last, BATCH) as { id: number; vector: Buffer }[];
    if (rows.length === 0) return;
    yield rows.map(({ id, vector }) => ({ chunkId: id, vector: toFloats(vector) }));
    last = rows.at(-1)?.id ?? last;
  }
}

function toFloats(bytes: Buffer): Float32Array {
  // A copy, because a pooled Buffer may start at an offset that isn't a multiple of four.
  const floats = new Float32Array(bytes.byteLength / Float32Array.BYTES_PER_ELEMENT);
  Buffer.from(floats.buffer).set(bytes);
  return floats;
}
