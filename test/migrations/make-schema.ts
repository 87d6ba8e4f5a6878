// Writes the database that stands for the schema of this code: README.md says when.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { PerformanceRepository } from '../../services/persistence/src/repositories/sqlite/performance.repository.js';
import { SessionRepository } from '../../services/persistence/src/repositories/sqlite/session.repository.js';
import { openDatabase } from '../../services/persistence/src/repositories/sqlite/sqlite-database.js';
import { addDocument, documentsOf } from '../../services/persistence/src/testing/document.fixture.js';

const TEXTS: Readonly<Record<string, string[]>> = {
  'handbook.md': ['Daily snapshots are kept 35 days.', 'The gate opens at 7 in the morning.', 'Nobody may enter at night.'],
  'rent.md': ['押金是150欧元。', 'The deposit is 150 euros.'],
};
const CONVERSATIONS = { acme: 'monday', globex: 'tuesday' };
const timestamp = '2026-11-24T10:00:00.000Z';

const [, , file = ''] = process.argv;
const database = await openDatabase({ file });
const documents = documentsOf(database);
const sessions = new SessionRepository(database);
for (const [tenant, id] of Object.entries(CONVERSATIONS)) {
  for (const [path, texts] of Object.entries(TEXTS)) {
    const contentHash = createHash('sha256').update(texts.join()).digest('hex');
    await addDocument(documents, tenant, { path, texts, contentHash, stagingId: `s-${tenant}-${path}` });
  }
  const messages = [
    { role: 'user' as const, content: `How long are snapshots kept, ${tenant}?` },
    { role: 'assistant' as const, content: '35 days.', metadata: { model: 'smollm2' } },
  ];
  const session = { id, userId: 'ada', createdAt: timestamp, updatedAt: timestamp, data: { topic: 'backups' } };
  await sessions.append(tenant, session, { messages, requestId: 'request-1' });
}
const record = { id: 'r1', operation: 'query', latencyMs: 12, tokensProcessed: 5, timestamp, metrics: {} };
await new PerformanceRepository(database).append([record]);
await database.close();
