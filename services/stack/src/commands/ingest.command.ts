import { basename } from 'node:path';
import { AppError } from '@docmind/errors';
import { DocmindClient } from '../client/docmind-client.js';
import { findDocuments } from '../client/find-documents.js';
import { milliseconds, say } from './terminal.js';

export interface IngestOptions {
  readonly url: string;
  readonly key?: string;
}

/** @throws AppError FAILED_PRECONDITION at the end when some documents were refused; the others are in */
export async function ingest(paths: readonly string[], { url, key }: IngestOptions): Promise<void> {
  const client = new DocmindClient(url, key);
  const documents = await findDocuments(paths);
  let failed = 0;
  for (const path of documents) {
    const startedAt = performance.now();
    try {
      const { document, outcome, cachedSteps } = await client.upload(path);
      const took = milliseconds(performance.now() - startedAt);
      const cached = cachedSteps.length > 0 ? `, from the cache: ${cachedSteps.join(', ')}` : '';
      say(`${document.name}: ${outcome}, ${document.chunkCount} passages in ${took}${cached}`);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      failed += 1;
      say(`${basename(path)}: refused. ${thrown.message}`);
    }
  }
  if (failed > 0) throw new AppError('FAILED_PRECONDITION', `${failed} of ${documents.length} documents were refused`);
}
