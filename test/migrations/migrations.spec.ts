// A database of each earlier schema, written by the code of its time, is brought up to date with everything in it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadConfig } from '@docmind/config';
import * as contracts from '@docmind/contracts';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { persistenceConfigSchema, startPersistence, withDatabaseCare } from '@docmind/persistence';
import { repositoryRoot, temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';

const SCHEMAS = join(repositoryRoot(), 'test/migrations/schemas');
const MIGRATIONS = join(repositoryRoot(), 'services/persistence/src/repositories/sqlite/migrations');

const schemas = readdirSync(SCHEMAS)
  .map((name) => name.replace('.db.gz', ''))
  .sort();
const migrations = readdirSync(MIGRATIONS)
  .filter((name) => name.endsWith('.migration.ts'))
  .map((name) => name.replace('.migration.ts', ''))
  .sort();

function unpacked(schema: string) {
  const folder = temporaryFolder();
  const database = join(folder, 'docmind.db');
  writeFileSync(database, gunzipSync(readFileSync(join(SCHEMAS, `${schema}.db.gz`))));
  const env = { PERSISTENCE_PORT: '0', LOG_LEVEL: 'error', DOCMIND_DATA_DIR: folder };
  return { folder, database, config: loadConfig(persistenceConfigSchema, env) };
}

/** Everything that the README of this folder says is there. */
async function contentOf(config: ReturnType<typeof unpacked>['config'], tenant: string, sessionId: string) {
  const transport = new InProcessTransport();
  const service = await startPersistence(config, transport);
  const context = newRequestContext({ tenant });
  const call = <Request, Reply>(contract: contracts.CallContract<Request, Reply>, request: Request) =>
    transport.client.call(contract, request, context);
  try {
    const find = async (query: string) => {
      const vector = contracts.encodeVector(new Float32Array([0, 1, 0, 0]));
      const { passages } = await call(contracts.persistenceDocumentSearch, { query, vector, limit: 5, mode: 'text' });
      return passages.map(({ text }) => text);
    };
    const { sessions } = await call(contracts.persistenceSessionList, { limit: 10, offset: 0 });
    const { messages } = await call(contracts.persistenceChatList, { sessionId, limit: 10, offset: 0 });
    const { documents } = await call(contracts.persistenceDocumentList, { limit: 10, offset: 0 });
    return {
      sessions: sessions.map(({ id, data }) => ({ id, data })),
      messages: messages.map(({ role, content }) => `${role}: ${content}`),
      documents: documents.map(({ path }) => path).sort(),
      found: [await find('deposit'), await find('押金是多少？'), await find('snapshots')],
    };
  } finally {
    await service.close();
  }
}

describe('databases of earlier versions', () => {
  it('are kept of each schema but the newest', () => {
    expect(schemas).toEqual(expect.arrayContaining(migrations.slice(0, -1)));
  });

  it.each(schemas)('%s is tried in a copy, then brought up to date after a backup, with everything in it', async (schema) => {
    const { folder, database, config } = unpacked(schema);
    const before = readFileSync(database);
    const tried = await withDatabaseCare(config, (care) => care.migrate(true));
    expect(tried.pending).toHaveLength(migrations.length - 1 - migrations.indexOf(schema));
    expect(tried.before).toMatchObject({ documents: 4, chunks: 10, sessions: 2, chat_history: 4, performance_logs: 1 });
    expect(tried.after).toMatchObject(tried.before);
    expect(readFileSync(database).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['docmind.db']);

    for (const [tenant, session] of [
      ['acme', 'monday'],
      ['globex', 'tuesday'],
    ] as const)
      expect(await contentOf(config, tenant, session)).toEqual({
        sessions: [{ id: session, data: { topic: 'backups' } }],
        messages: [`user: How long are snapshots kept, ${tenant}?`, 'assistant: 35 days.'],
        documents: ['handbook.md', 'rent.md'],
        found: [['The deposit is 150 euros.'], ['押金是150欧元。'], ['Daily snapshots are kept 35 days.']],
      });
    const backups = await withDatabaseCare(config, (care) => care.list());
    expect(backups.map(({ verified }) => verified?.counts)).toEqual(tried.pending.length > 0 ? [tried.before] : []);
  });
});
