// A real persistence service under load, and what it acknowledged: each line on descriptor 3 is a promise, and stands in the record in its order.
import 'reflect-metadata';
import { createHash, randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const { folder, seed, code, rounds, isSynced } = JSON.parse(process.argv[2]);
const PROMISES = 3;
const CALLERS = 3;
const CHUNKS = 4;
const BACKUP_TRIES = 4;

if (!isSynced) giveUpSyncs();
const { persistenceConfigSchema, startPersistence } = await import(code);
const { loadConfig } = await import('@docmind/config');
const contracts = await import('@docmind/contracts');
const { InProcessTransport, newRequestContext } = await import('@docmind/messaging');

/** What SQLite is told not to wait for is lost: whoever checks the records must find that out. */
function giveUpSyncs() {
  const Database = createRequire(new URL('../../libs/sqlite/package.json', import.meta.url))('better-sqlite3');
  const { pragma } = Database.prototype;
  Database.prototype.pragma = function unsynced(source, options) {
    return pragma.call(this, source.replace('synchronous = FULL', 'synchronous = OFF'), options);
  };
}

const say = (promise) => writeSync(PROMISES, `${JSON.stringify(promise)}\n`);
const transport = new InProcessTransport();
const context = newRequestContext({ tenant: 'acme' });
const call = (contract, request) => transport.client.call(contract, request, context);

/** What fails is not acknowledged, and the next one is tried. @returns whether it was acknowledged */
async function attempt(what, work) {
  say({ tried: what });
  try {
    say({ acknowledged: { ...what, ...(await work()) } });
    return true;
  } catch (error) {
    say({ refused: what, code: String(error.code), message: error.message });
    return false;
  }
}

async function addTurn(caller, round) {
  const turn = `${seed}-${caller}-${round}`;
  const messages = ['user', 'assistant'].map((role) => ({ role, content: `${turn} ${'word '.repeat(40)}` }));
  await attempt({ turn }, async () => {
    await call(contracts.persistenceChatAppend, { sessionId: `session-${caller}`, userId: 'crash', messages });
  });
}

const VECTORS = [0, 1, 2, 3].map((axis) => contracts.encodeVector(Float32Array.from({ length: 4 }, (_, at) => Number(at === axis))));

async function addDocument(caller, round) {
  const path = `document-${caller}-${round % 4}.md`;
  const contentHash = createHash('sha256').update(`${seed}-${caller}-${round}`).digest('hex');
  const chunks = VECTORS.slice(0, CHUNKS).map((vector, index) => ({ index, text: `passage ${seed} ${caller} ${round} ${index}`, vector }));
  const facts = { path, contentHash, mediaType: 'text/markdown', sizeBytes: 10, pages: 1, chunkCount: CHUNKS, dimensions: 4 };
  await attempt({ document: path, hash: contentHash }, async () => {
    const stagingId = randomUUID();
    await call(contracts.persistenceDocumentStage, { stagingId, chunks });
    const made = await call(contracts.persistenceDocumentIndex, { ...facts, stagingId, embedder: 'crash', fingerprint: 'crash' });
    return { id: made.document.id };
  });
}

async function removeDocument(caller, round) {
  const path = `document-${caller}-${(round + 2) % 4}.md`;
  const { documents } = await call(contracts.persistenceDocumentList, { limit: 100, offset: 0 });
  const found = documents.find((document) => document.path === path);
  if (found)
    await attempt({ document: path, hash: null }, async () => void (await call(contracts.persistenceDocumentDelete, { id: found.id })));
}

const DO = [addTurn, addDocument, addTurn, addTurn, removeDocument];

async function callAgainAndAgain(caller) {
  for (let round = 0; round < rounds; round += 1) await DO[(round + caller) % DO.length](caller, round);
}

/** Which of them a fault hits depends on how fast the machine is. */
async function backUp(url, number) {
  for (let again = 0; again < BACKUP_TRIES; again += 1) if (await backUpOnce(url, number + again / BACKUP_TRIES)) return;
}

async function backUpOnce(url, number) {
  return attempt({ backup: number }, async () => {
    const reply = await fetch(`${url}/backups`, { method: 'POST' });
    const body = await reply.json();
    if (!reply.ok) throw Object.assign(new Error(body.error.message), { code: body.error.code });
    return { id: body.id };
  });
}

const environment = { DOCMIND_DATA_DIR: folder, PERSISTENCE_PORT: '0', LOG_LEVEL: 'error', BACKUP_INCREMENT_SECONDS: '1' };
const service = await startPersistence(loadConfig(persistenceConfigSchema, environment), transport);
const working = Promise.all(Array.from({ length: CALLERS }, (_, caller) => callAgainAndAgain(caller)));
await backUp(service.url, 1);
await working;
await backUp(service.url, 2);
await Promise.all(Array.from({ length: CALLERS }, (_, caller) => callAgainAndAgain(caller + CALLERS)));
await service.close();
say({ ended: true });
