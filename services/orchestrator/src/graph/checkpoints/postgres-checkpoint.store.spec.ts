import { randomUUID } from 'node:crypto';
import { describeWithPostgres, type PostgresServer, startPostgresServer } from '@docmind/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeCheckpointStore } from './checkpoint-store.contract.js';
import { PostgresCheckpointStore } from './postgres-checkpoint.store.js';

describe('PostgresCheckpointStore', () => {
  describeWithPostgres(() => {
    let server: PostgresServer;
    beforeAll(async () => (server = await startPostgresServer()), 60_000);
    afterAll(() => server.stop());

    describeCheckpointStore(async () => {
      const url = await ownDatabase(server.url);
      return { open: (mostKept) => open(url, mostKept) };
    });

    it('keeps its tables beside those of persistence, where its user is named as their schema', async () => {
      const url = await ownDatabase(server.url);
      await asked(url, 'CREATE SCHEMA AUTHORIZATION CURRENT_USER');
      await asked(url, 'CREATE TABLE answered_requests (message_ids JSONB)');
      const store = open(url);
      const answer = { tenant: 'acme', requestId: 'r1', sessionId: 's1', fingerprint: 'f', outcome: 'kept' };
      await store.commit(answer, 'thread');
      await expect(store.committed(answer)).resolves.toEqual(answer);
      await store.erase('acme', { kind: 'session', id: 's1' });
      await expect(store.committed(answer)).resolves.toBeUndefined();
    });
  });

  it('says which setting is wrong while its server is away', async () => {
    const store = open('postgres://nobody@127.0.0.1:9/none');
    const asked = store.committed({ tenant: 'acme', requestId: 'r1' });
    await expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('CHECKPOINT_URL') });
  });
});

function open(url: string, mostKept?: number): PostgresCheckpointStore {
  const store = new PostgresCheckpointStore(url, mostKept);
  onTestFinished(() => store.onApplicationShutdown());
  return store;
}

/** Removed again: the server may be somebody's own. */
async function ownDatabase(url: string): Promise<string> {
  const name = `docmind_test_${randomUUID().replaceAll('-', '')}`;
  await asked(url, `CREATE DATABASE ${name}`);
  onTestFinished(() => asked(url, `DROP DATABASE ${name} WITH (FORCE)`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

async function asked(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
