// A replica that writes until it is killed. Each line on stdout is something it has seen acknowledged.
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { PostgresDatabase } from '../repositories/postgres/database/postgres-database.js';
import { PostgresDocumentStore } from '../repositories/postgres/postgres-document.store.js';
import { PostgresSessionStore } from '../repositories/postgres/postgres-session.store.js';
import { addDocument } from './document.fixture.js';

const CHUNKS = 20;
const [, , url = '', name = ''] = process.argv;
const database = new PostgresDatabase(url);
const [documents, sessions] = [new PostgresDocumentStore(database), new PostgresSessionStore(database)];
const say = (line: string) => writeSync(1, `${line}\n`);
const at = '2026-01-01T00:00:00.000Z';
const session = { id: 'shared', userId: 'ada', createdAt: at, updatedAt: at, data: {} };

/** Also replicas write to the same documents. */
async function writeDocuments(): Promise<never> {
  for (let round = 1; ; round += 1) {
    const path = `document-${round % 3}.md`;
    const texts = Array.from({ length: CHUNKS }, (_, index) => `replica ${name} round ${round} passage ${index}`);
    const stagingId = `staging-${name}-${round}`;
    const { epoch } = await addDocument(documents, 'acme', { path, contentHash: `${name}-${round}`, texts, stagingId });
    say(`epoch ${epoch}`);
  }
}

async function writeMessages(): Promise<never> {
  for (let round = 1; ; round += 1) {
    const content = `${name} says ${round}`;
    await sessions.append('acme', session, { messages: [{ role: 'user', content }], requestId: `${name}-${round}` });
    say(`said ${content}`);
  }
}

await Promise.all([writeDocuments(), writeMessages()]);
