import { join } from 'node:path';
import { describeWithPgvector, type PostgresServer, startPgvectorServer, temporaryFolder } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDocumentStores } from '../../documents/document-store.contract.js';
import { describeOriginalStore } from '../../documents/original-store.contract.js';
import { describeSearch } from '../../documents/search.contract.js';
import { describeErasure } from '../../erasure/erasure.contract.js';
import { ErasureService } from '../../erasure/erasure.service.js';
import { ErasureJournal } from '../../erasure/rules/erasure-journal.js';
import { describePerformanceStore } from '../../performance/performance-store.contract.js';
import { describeSessionStore } from '../../sessions/session-store.contract.js';
import { describeSessionTurns } from '../../sessions/session-turns.contract.js';
import { factsOf } from '../../testing/document.fixture.js';
import { emptied, postgresStoresOf } from '../../testing/postgres.fixture.js';
import { describeUploadStore } from '../../uploads/upload-store.contract.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { rowOf, type Sql } from './database/sql.js';
import { commitDocument, lockCorpus } from './documents/commit-document.js';
import { PostgresErasureStore } from './erasure/postgres-erasure.store.js';
import { PostgresDocumentStore } from './postgres-document.store.js';
import { PostgresOriginalStore } from './postgres-original.store.js';
import { PostgresPerformanceStore } from './postgres-performance.store.js';
import { PostgresSessionStore } from './postgres-session.store.js';
import { PostgresSessionTurns } from './postgres-session-turns.js';
import { PostgresUploadStore } from './postgres-upload.store.js';
import { migrate } from './schema/migrate.js';

async function countOf(database: PostgresDatabase, table: string): Promise<number> {
  return (await rowOf<{ count: number }>(database, `SELECT count(*) AS count FROM ${table}`))?.count ?? 0;
}

describeWithPgvector(() => {
  let server: PostgresServer;
  let database: PostgresDatabase;
  beforeAll(async () => {
    server = await startPgvectorServer();
    database = new PostgresDatabase(server.url);
    await migrate(database);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await server.stop();
  });
  const open = () => emptied(database);

  describe('PostgresSessionStore', () => describeSessionStore(async () => new PostgresSessionStore(await open())));
  describe('PostgresSessionTurns', () => describeSessionTurns(async () => new PostgresSessionTurns(await open())));
  describe('PostgresPerformanceStore', () => describePerformanceStore(async () => new PostgresPerformanceStore(await open())));
  describe('PostgresDocumentStore', () => {
    describeDocumentStores(async () => postgresStoresOf(await open()));

    it('indexes the words of a large document in steps, as all of them at once take longer than a statement may', async () => {
      await open();
      await database.run(`INSERT INTO staging (tenant, staging_id, chunk_index, text, words, word_count, embedding, staged_at)
        SELECT 'acme', 'large', n, 'word', to_tsvector('docmind.words', 'word'), 1, '[1, 0, 0, 0]', now() FROM generate_series(0, 5000) AS n`);
      const indexed: number[] = [];
      await database.transaction(async (sql) => {
        const run: Sql['run'] = async (statement, values) => {
          const rows = await sql.run(statement, values);
          if (statement.startsWith('INSERT INTO chunk_words')) indexed.push(rows);
          return rows;
        };
        await lockCorpus(sql, 'acme');
        await commitDocument({ ...sql, run }, 'acme', factsOf({ stagingId: 'large', chunkCount: 5_001 }));
      });
      expect(indexed).toEqual([5_000, 1]);
    });
  });
  describe('SearchService over PostgreSQL', () => describeSearch(async () => postgresStoresOf(await open())));
  describe('PostgresUploadStore', () =>
    describeUploadStore(async () => {
      const database = await open();
      return { uploads: new PostgresUploadStore(database), documents: new PostgresDocumentStore(database) };
    }));
  describe('PostgresOriginalStore', () =>
    describeOriginalStore(async (maxBytes) => {
      const database = await open();
      return {
        documents: new PostgresDocumentStore(database),
        originals: new PostgresOriginalStore(database, maxBytes),
        left: async () => [await countOf(database, 'originals'), await countOf(database, 'original_parts')],
      };
    }));
  describe('PostgresErasureStore', () =>
    describeErasure(async () => {
      const stores = postgresStoresOf(await open());
      const journalFile = join(temporaryFolder(), 'erasures.jsonl');
      const journal = new ErasureJournal(journalFile);
      const sessions = new PostgresSessionStore(database);
      const erasure = new ErasureService(stores.documents, sessions, new PostgresErasureStore(database, journal), journal);
      return { ...stores, sessions, erasure, journalFile };
    }));
});
