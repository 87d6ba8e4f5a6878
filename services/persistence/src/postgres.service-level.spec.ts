import { loadConfig } from '@docmind/config';
import * as contracts from '@docmind/contracts';
import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import {
  describeWithPgvector,
  describeWithPostgres,
  type PostgresServer,
  startPgvectorServer,
  startPostgresServer,
  temporaryFolder,
  until,
} from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { persistenceConfigSchema, startPersistence, withDatabaseCare } from './index.js';
import { rowsOf, ownDatabase } from './testing/postgres.fixture.js';

function configOf(DATABASE_URL: string, given: Record<string, string> = {}) {
  const env = { PERSISTENCE_PORT: '0', OUTBOX_RETRY_MAX_MS: '20', DOCMIND_DATA_DIR: temporaryFolder(), LOG_LEVEL: 'fatal', DATABASE_URL };
  return loadConfig(persistenceConfigSchema, { ...env, ...given });
}

async function started(url: string, given: Record<string, string> = {}) {
  const transport = new InProcessTransport();
  const service = await startPersistence(configOf(url, given), transport);
  onTestFinished(() => service.close());
  const context = newRequestContext({ tenant: 'acme' });
  const call = <Request, Reply>(contract: contracts.CallContract<Request, Reply>, request: Request) =>
    transport.client.call(contract, request, context);
  const ready = async () => {
    const reply = await fetch(`${service.url}/health/ready`);
    return { status: reply.status, body: (await reply.json()) as { details: { database: object } } };
  };
  return { service, call, ready };
}

describe('persistence on PostgreSQL', () => {
  describeWithPgvector(() => {
    let server: PostgresServer;
    beforeAll(async () => (server = await startPgvectorServer()), 60_000);
    afterAll(() => server.stop());

    it('serves what another replica wrote, says since when its database is away, and heals by itself', async () => {
      const url = await ownDatabase(server.url);
      const [one, other] = await Promise.all([started(url), started(url)]);
      await one.call(contracts.persistenceSessionCreate, { id: 'kept', userId: 'ada', data: {} });
      expect(await other.call(contracts.persistenceSessionGet, { id: 'kept' })).toMatchObject({ id: 'kept' });
      const enter = ({ call }: typeof one, ticket: string) => call(contracts.persistenceSessionEnter, { sessionId: 'kept', ticket });
      expect([await enter(one, 'ticket-a'), await enter(other, 'ticket-b')]).toEqual([{ entered: true }, { entered: false }]);

      await server.kill();
      await expect(one.call(contracts.persistenceSessionGet, { id: 'kept' })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringContaining('DATABASE_URL'),
      });
      await until(async () => (await one.ready()).status === 503, 'it to be not ready');
      expect((await one.ready()).body.details.database).toMatchObject({
        status: 'down',
        since: expect.any(String),
        message: expect.stringContaining('cannot be reached'),
      });
      await server.restart();
      await until(async () => (await one.ready()).status === 200 && (await other.ready()).status === 200, 'both to be ready again');
      expect(await one.call(contracts.persistenceSessionGet, { id: 'kept' })).toMatchObject({ id: 'kept' });
    });

    it('hands backups over in words, and migrates by command', async () => {
      const url = await ownDatabase(server.url);
      const config = configOf(url);
      expect(await withDatabaseCare(config, (care) => care.migrate(true))).toMatchObject({ pending: ['0001-initial'], after: {} });
      expect(await withDatabaseCare(config, (care) => care.migrate(true))).toMatchObject({ pending: ['0001-initial'] });
      expect(await withDatabaseCare(config, (care) => care.migrate(false))).toMatchObject({ after: { documents: 0 } });
      expect(await withDatabaseCare(config, (care) => care.migrate(false))).toMatchObject({ pending: [], before: { documents: 0 } });
      await expect(withDatabaseCare(config, (care) => care.restore({}))).rejects.toThrow(/pg_dump/u);
      const { service } = await started(url);
      const reply = await fetch(`${service.url}/backups`, { method: 'POST' });
      expect([reply.status, JSON.stringify(await reply.json())]).toEqual([400, expect.stringContaining('pg_dump')]);
      const ready = (await (await fetch(`${service.url}/health/ready`)).json()) as { details: object };
      expect(Object.keys(ready.details)).not.toContain('backups');
      expect(await (await fetch(`${service.url}/metrics`)).text()).not.toContain('docmind_backup_verified_age_seconds');
    });
  });

  describeWithPostgres(() => {
    let server: PostgresServer;
    beforeAll(async () => (server = await startPostgresServer()), 60_000);
    afterAll(() => server.stop());

    it('starts only where pgvector is, and says what to install', async () => {
      const url = await ownDatabase(server.url);
      const isThere = (await rowsOf(url, `SELECT 1 FROM pg_available_extensions WHERE name = 'vector'`)) > 0;
      if (isThere) return void (await started(url));
      await expect(started(url)).rejects.toMatchObject({
        code: 'FAILED_PRECONDITION',
        message: expect.stringMatching(/has no pgvector.*postgresql-NN-pgvector/u),
      });
    });
  });

  it('refuses what is no address of a PostgreSQL, and settings of the SQLite file beside it', async () => {
    expect(() => configOf('mysql://host/base')).toThrow(/DATABASE_URL.*must begin with postgres:\/\//su);
    const both = { DOCMIND_DB_PATH: '/somewhere/docmind.db' };
    await expect(started('postgres://docmind@127.0.0.1:9/none', both)).rejects.toThrow(/DOCMIND_DB_PATH.*leave out one of them/su);
  });
});
