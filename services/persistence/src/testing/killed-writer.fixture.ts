// A process that writes documents until it is killed. Each line on stdout is something it has seen acknowledged.
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { DocumentRepository } from '../repositories/sqlite/document.repository.js';
import { OriginalRepository } from '../repositories/sqlite/original.repository.js';
import type { VectorChange } from '../repositories/sqlite/content/vector-change.js';
import { openDatabase } from '../repositories/sqlite/sqlite-database.js';
import { SqliteVecStore } from '../repositories/sqlite/sqlite-vec.store.js';
import { addDocument } from './document.fixture.js';

const CHUNKS = 60;
const [, , file = '', mode = ''] = process.argv;
const say = (line: string) => writeSync(1, `${line}\n`);

/** Holds the transaction open, half written, until the process is killed. */
class StopsInTheMiddle extends SqliteVecStore {
  override apply(change: VectorChange): void {
    super.apply(change);
    say('in the middle');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

function textsOf(name: string, round: number): string[] {
  return Array.from({ length: CHUNKS }, (_, index) => `document ${name} round ${round} passage ${index}`);
}

const database = await openDatabase({ file });
const documents = new DocumentRepository(database, new SqliteVecStore(database));

/** Its only byte is the round's number. */
async function stageOriginal(stagingId: string, contentHash: string, round: number): Promise<void> {
  const originals = new OriginalRepository(database, 1_000);
  await originals.offer('acme', { stagingId, mediaType: 'application/pdf', contentHash, sizeBytes: 1 });
  await originals.stage('acme', stagingId, 0, Buffer.from([round]));
}

if (mode === 'middle') {
  await stageOriginal('staging-acme-kept.md', 'first', 1);
  await addDocument(documents, 'acme', { path: 'kept.md', contentHash: 'first', texts: textsOf('kept.md', 1) });
  say('first is in');
  await stageOriginal('staging-acme-kept.md', 'second', 2);
  const stopping = new DocumentRepository(database, new StopsInTheMiddle(database));
  await addDocument(stopping, 'acme', { path: 'kept.md', contentHash: 'second', texts: textsOf('kept.md', 2) });
} else {
  for (let round = 1; ; round += 1) {
    const name = `document-${round % 5}.md`;
    const { epoch } = await addDocument(documents, 'acme', { path: name, contentHash: `hash-${round}`, texts: textsOf(name, round) });
    say(`acknowledged ${epoch} ${name} hash-${round}`);
  }
}
