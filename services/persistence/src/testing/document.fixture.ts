import type { DocumentFacts, DocumentStore, StagedChunk } from '../documents/document-store.port.js';
import { DocumentRepository } from '../repositories/sqlite/document.repository.js';
import { OutboxRepository } from '../repositories/sqlite/outbox.repository.js';
import { PassageRepository } from '../repositories/sqlite/passage.repository.js';
import type { SqliteDatabase } from '../repositories/sqlite/sqlite-database.js';
import { SqliteVecStore } from '../repositories/sqlite/sqlite-vec.store.js';

export function documentsOf(database: SqliteDatabase): DocumentRepository {
  return new DocumentRepository(database, new SqliteVecStore(database));
}

export function storesOf(database: SqliteDatabase) {
  const [passages, vectors, outbox] = [new PassageRepository(database), new SqliteVecStore(database), new OutboxRepository(database)];
  return { documents: documentsOf(database), passages, vectors, outbox };
}

/** A unit vector of 4 dimensions that points along `axis`. */
export function axisVector(axis: number): Float32Array {
  const vector = new Float32Array(4);
  vector[axis % 4] = 1;
  return vector;
}

export function chunksOf(texts: readonly string[], vectorOf: (index: number) => Float32Array = axisVector): StagedChunk[] {
  return texts.map((text, index) => ({ index, text, vector: vectorOf(index) }));
}

export function factsOf(given: Partial<DocumentFacts> & { chunkCount: number }): DocumentFacts {
  return {
    stagingId: 'staging-1',
    path: 'handbook.md',
    mediaType: 'text/markdown',
    contentHash: 'a'.repeat(64),
    sizeBytes: 100,
    pages: 1,
    dimensions: 4,
    embedder: 'test-embedder',
    fingerprint: `text/markdown:1|${given.embedder ?? 'test-embedder'}`,
    ...given,
  };
}

/** Stages and indexes in one go. */
export async function addDocument(
  documents: DocumentStore,
  tenant: string,
  given: Partial<DocumentFacts> & { texts: readonly string[]; vectorOf?: (index: number) => Float32Array },
) {
  const { texts, vectorOf, ...facts } = given;
  const full = factsOf({ chunkCount: texts.length, stagingId: `staging-${tenant}-${facts.path ?? 'handbook.md'}`, ...facts });
  await documents.stage(tenant, full.stagingId, chunksOf(texts, vectorOf));
  return documents.index(tenant, full);
}

export function countRows(database: SqliteDatabase, table: string): number {
  return database.connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
}
