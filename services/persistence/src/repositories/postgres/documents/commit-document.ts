// What a change of a document is, within its one transaction and with the tenant's corpus locked.
import { randomUUID } from 'node:crypto';
import { type DocumentFacts, givenUp, type IndexResult } from '../../../documents/document-store.port.js';
import { assertComplete } from '../../../documents/staged-chunks.policy.js';
import { tagDocument } from '../content/document-rows.js';
import { dropUnusedOriginal, keepOriginal } from '../content/original-rows.js';
import { clearStaging, countStaged } from '../content/staging-area.js';
import { rowOf, type Sql } from '../database/sql.js';
import { addStagedVectors, forgetEmptyIndex } from '../content/staged-vectors.js';
import * as statements from './document.sql.js';

/** Chunks whose words one statement adds to the index. */
const INDEXED_AT_ONCE = 5_000;

type Committed = Omit<IndexResult, 'document'>;
interface Present {
  readonly id: string;
  readonly contentHash: string;
  readonly fingerprint: string;
}

/** @returns the present epoch, 0 before the first document */
export async function lockCorpus(sql: Sql, tenant: string): Promise<number> {
  return (await rowOf<{ epoch: number }>(sql, statements.LOCK_CORPUS, [tenant]))?.epoch ?? 0;
}

export async function recordChange(sql: Sql, tenant: string, documentId: string): Promise<number> {
  const { epoch } = (await rowOf<{ epoch: number }>(sql, statements.NEXT_EPOCH, [tenant])) as { epoch: number };
  await sql.run(statements.TO_OUTBOX, [tenant, documentId, epoch, new Date().toISOString()]);
  return epoch;
}

/** As `DocumentStore.index` says. */
export async function commitDocument(sql: Sql, tenant: string, facts: DocumentFacts): Promise<Committed> {
  const { path, uploadId } = facts;
  if (uploadId !== undefined && !(await rowOf(sql, statements.NEWEST_UPLOAD, [tenant, path, uploadId]))) {
    throw givenUp(path);
  }
  const committed = await commitContent(sql, tenant, facts);
  await sql.run(statements.END_UPLOAD, [tenant, path]);
  return committed;
}

export async function deleteContent(sql: Sql, tenant: string, id: string, contentHash: string): Promise<void> {
  await sql.run(statements.NOTE_FORMER, [tenant, id, contentHash]);
  await sql.run(statements.DELETE_CHUNKS, [id]);
  await forgetEmptyIndex(sql);
  await sql.run(statements.DELETE_DOCUMENT, [id]);
  await dropUnusedOriginal(sql, tenant, contentHash);
}

async function commitContent(sql: Sql, tenant: string, facts: DocumentFacts): Promise<Committed> {
  await keepOriginal(sql, tenant, facts);
  const present = await rowOf<Present>(sql, statements.PRESENT, [tenant, facts.path]);
  if (present?.contentHash === facts.contentHash && present.fingerprint === facts.fingerprint) {
    await clearStaging(sql, tenant, facts.stagingId);
    const isChanged = facts.tags !== undefined && (await tagDocument(sql, present.id, facts.tags));
    return isChanged
      ? { outcome: 'replaced', epoch: await recordChange(sql, tenant, present.id) }
      : { outcome: 'unchanged', epoch: await lockCorpus(sql, tenant) };
  }
  return { outcome: present ? 'replaced' : 'created', epoch: await replace(sql, tenant, present, facts) };
}

async function replace(sql: Sql, tenant: string, present: Present | undefined, facts: DocumentFacts): Promise<number> {
  assertComplete(await countStaged(sql, tenant, facts), facts);
  const { path, stagingId, contentHash, tags } = facts;
  const promised = await rowOf<{ id: string }>(sql, statements.PROMISED_ID, [tenant, path]);
  const id = present?.id ?? promised?.id ?? randomUUID();
  if (present) await removeFormer(sql, tenant, present, contentHash);
  await sql.run(statements.UPSERT_DOCUMENT, [id, tenant, path, ...valuesOf(facts), new Date().toISOString()]);
  if (tags !== undefined) await tagDocument(sql, id, tags);
  await sql.run(statements.MOVE_CHUNKS, [tenant, stagingId, id]);
  await indexWords(sql, tenant, facts);
  await addStagedVectors(sql, tenant, stagingId, facts.dimensions);
  if (present) await dropUnusedOriginal(sql, tenant, present.contentHash);
  await clearStaging(sql, tenant, stagingId);
  return recordChange(sql, tenant, id);
}

/** In steps: for all words of a large document one statement takes longer than it may. */
async function indexWords(sql: Sql, tenant: string, { stagingId, chunkCount }: DocumentFacts): Promise<void> {
  for (let from = 0; from < chunkCount; from += INDEXED_AT_ONCE)
    await sql.run(statements.INDEX_WORDS, [tenant, stagingId, from, from + INDEXED_AT_ONCE]);
}

async function removeFormer(sql: Sql, tenant: string, { id, contentHash }: Present, nextHash: string): Promise<void> {
  await sql.run(statements.DELETE_CHUNKS, [id]);
  await forgetEmptyIndex(sql);
  if (contentHash !== nextHash) await sql.run(statements.NOTE_FORMER, [tenant, id, contentHash]);
}

function valuesOf(facts: DocumentFacts): unknown[] {
  const { mediaType, contentHash, sizeBytes, pages, chunkCount, embedder, dimensions, fingerprint } = facts;
  return [mediaType, contentHash, sizeBytes, pages, chunkCount, embedder, dimensions, fingerprint];
}
