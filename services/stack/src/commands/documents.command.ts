import type { DocumentView, StoredDocument } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { DocmindClient } from '../client/docmind-client.js';
import { openClient, type StackOptions } from '../client/open-client.js';
import { progressWords } from '../ingest/progress-words.js';
import { say, table } from './terminal.js';

export interface DocumentsOptions extends StackOptions {
  readonly tag?: string;
  readonly under?: string;
  readonly json?: boolean;
}

export async function listDocuments({ url, key, tag, under, json }: DocumentsOptions): Promise<void> {
  const client = openClient({ url, key });
  const documents: StoredDocument[] = [];
  for await (const document of client.documents({ tag, under })) documents.push(document);
  if (json) return say(JSON.stringify(documents, null, 2));
  const rows = documents.map(({ path, sizeBytes, chunkCount, tags, updatedAt, id }) => [
    path,
    String(sizeBytes),
    String(chunkCount),
    tags.join(', '),
    updatedAt.slice(0, 19),
    id,
  ]);
  say(rows.length > 0 ? table([['path', 'bytes', 'passages', 'tags', 'changed', 'id'], ...rows]) : 'There is no document.');
  for (const upload of (await client.uploads()).documents) say(`${upload.path}: ${stateOf(upload)}`);
}

function stateOf({ state, ingestion }: DocumentView): string {
  if (state === 'failed') return `failed. ${ingestion?.problem?.message ?? ''}`;
  return progressWords(ingestion ?? { step: 'waiting', done: 0, total: 0 });
}

export async function showDocument(asked: string, { url, key }: DocumentsOptions): Promise<void> {
  say(JSON.stringify(await findDocument(openClient({ url, key }), asked), null, 2));
}

export async function deleteDocuments(asked: readonly string[], { url, key }: DocumentsOptions): Promise<void> {
  const client = openClient({ url, key });
  for (const one of asked) {
    const { id, path } = await findDocument(client, one);
    await client.delete(id);
    say(`${path}: deleted`);
  }
}

/** By its path, or by its id. @throws AppError NOT_FOUND */
export async function findDocument(client: DocmindClient, asked: string): Promise<DocumentView> {
  const path = asked.normalize('NFC');
  for await (const document of client.documents({ under: path })) if (document.path === path) return client.document(document.id);
  const uploads = await client.uploads();
  const uploaded = uploads.documents.find((document) => document.path === path);
  if (uploaded) return uploaded;
  return client.document(asked).catch((thrown: unknown) => {
    if (!(thrown instanceof AppError) || thrown.code !== 'NOT_FOUND') throw thrown;
    throw new AppError('NOT_FOUND', `There is no document with the path or id ${asked}; docmind documents list shows them`);
  });
}
