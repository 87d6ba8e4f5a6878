// The real door and the real database in one process, filled over the bus as the services fill it. No model and no embedder: nobody asks anything.
import { randomUUID } from 'node:crypto';
import { loadConfig } from '@docmind/config';
import { persistenceChatAppend, persistenceDocumentIndex, persistenceDocumentStage } from '@docmind/contracts';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { orchestratorConfigSchema, startOrchestrator } from '@docmind/orchestrator';
import { persistenceConfigSchema, startPersistence } from '@docmind/persistence';
import { answerWith, ready } from '../lib/processes/child.mjs';

const DIMENSIONS = 8;
const MOST_AT_ONCE = 100;
const SIDE_BY_SIDE = 50;
const documents = Number(process.env.BENCH_DOCUMENTS);
const messages = Number(process.env.BENCH_MESSAGES);
const SESSION = 'long';

const transport = new InProcessTransport();
await startPersistence(loadConfig(persistenceConfigSchema), transport);
const door = await startOrchestrator(loadConfig(orchestratorConfigSchema), transport);
const call = (contract, request) => transport.client.call(contract, request, newRequestContext());
const vector = Buffer.from(new Float32Array(DIMENSIONS).fill(0.3).buffer).toString('base64');

answerWith({ fill });
ready({ url: door.url, session: SESSION });

async function fill() {
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_value, first) => fillDocuments(first)));
  for (let at = 0; at < messages; at += MOST_AT_ONCE) {
    const turn = (one) =>
      one % 2 === 0
        ? { role: 'user', content: `What does report ${one} say of building ${one % 97}?` }
        : { role: 'assistant', content: `It is about building ${one % 97}, and its roof was mended. `.repeat(1 + (one % 7)) };
    const page = Array.from({ length: Math.min(MOST_AT_ONCE, messages - at) }, (_value, one) => turn(at + one));
    await call(persistenceChatAppend, { sessionId: SESSION, userId: 'bench', messages: page });
  }
}

/** Side by side they share commits, which is all that takes time. */
async function fillDocuments(first) {
  for (let at = first; at < documents; at += SIDE_BY_SIDE) {
    const stagingId = randomUUID();
    const path = `${2000 + (at % 25)}/folder-${at % 400}/report-${at}.md`;
    await call(persistenceDocumentStage, { stagingId, chunks: [{ index: 0, text: `Report ${at} is about building ${at % 97}.`, vector }] });
    const facts = { mediaType: 'text/markdown', sizeBytes: 400 + at, pages: 0, chunkCount: 1, dimensions: DIMENSIONS, embedder: 'none' };
    await call(persistenceDocumentIndex, {
      ...facts,
      stagingId,
      path,
      tags: [`tag-${at % 12}`],
      contentHash: at.toString(16).padStart(64, '0'),
      fingerprint: 'bench',
    });
  }
}
