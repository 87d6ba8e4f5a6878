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
import { openTestPostgres, ownDatabase, rowsOf } from './testing/postgres.fixture.js';

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

    it('says within 5 s that its database stands still, to all who ask, and heals once it goes on', async () => {
      const replica = await started(await ownDatabase(server.url));
      const { call } = replica;
      await call(contracts.persistenceSessionCreate, { id: 'kept', userId: 'ada', data: {} });
      const read = () => call(contracts.persistenceSessionGet, { id: 'kept' });
      const write = () => call(contracts.persistenceSessionCreate, { id: 'new', userId: 'ada', data: {} });
      const thaw = () => server.thaw();
      onTestFinished(thaw);
      server.freeze();
      const begun = performance.now();
      // More of them than there are connections.
      const asked = [...Array.from({ length: 30 }, () => read()), write()];
      for (const outcome of await Promise.allSettled(asked))
        expect(outcome).toMatchObject({
          status: 'rejected',
          reason: { code: 'UNAVAILABLE', message: expect.stringContaining('DATABASE_URL') },
        });
      // Not after the half minute that a statement may take.
      expect(performance.now() - begun).toBeLessThan(15_000);
      const ready = await replica.ready();
      expect(ready).toMatchObject({ status: 503, body: { details: { database: { status: 'down' } } } });
      await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('does not answer') });
      thaw();
      await until(async () => (await replica.ready()).status === 200, 'it to be ready again', 15_000);
      expect(await read()).toMatchObject({ id: 'kept' });
      await write();
    });

    it('lets a statement take longer than a silent server may', async () => {
      const database = openTestPostgres(await ownDatabase(server.url));
      expect(await database.rows(`SELECT 'done' AS said, pg_sleep(4.5)`)).toMatchObject([{ said: 'done' }]);
    });

    it('says of a database that can not be used what to type', async () => {
      const url = await ownDatabase(server.url);
      const name = new URL(url).pathname.slice(1);
      const guest = url.replace('docmind@', 'guest@');
      const faults = async (at: string) => (await withDatabaseCare(configOf(at), (care) => care.examine()))?.faults;
      expect(await faults(url)).toEqual([]);
      await rowsOf(url, 'CREATE ROLE guest LOGIN');
      expect(await faults(guest)).toEqual([expect.stringContaining(`psql -d ${name} -c 'CREATE EXTENSION vector'`), expect.anything()]);
      await rowsOf(url, 'CREATE EXTENSION vector');
      onTestFinished(async () => void (await rowsOf(server.url, `DROP OWNED BY guest; DROP ROLE guest`)));
      onTestFinished(async () => void (await rowsOf(url, 'DROP OWNED BY guest')));
      expect(await faults(guest)).toEqual([expect.stringContaining(`GRANT CREATE ON DATABASE "${name}" TO "guest"`)]);
      await rowsOf(url, `GRANT CREATE ON DATABASE ${name} TO guest`);
      expect(await faults(guest)).toEqual([]);
      await rowsOf(url, `CREATE SCHEMA docmind`);
      expect(await faults(guest)).toEqual([expect.stringContaining('ALTER SCHEMA docmind OWNER TO "guest"')]);
      await rowsOf(url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      expect(await faults(url)).toEqual([expect.stringContaining('takes no writes')]);
      await rowsOf(server.url, `ALTER DATABASE ${name} RESET default_transaction_read_only`);
      expect(await faults(await ownDatabase(server.url, `ENCODING 'LATIN1'`))).toEqual([expect.stringContaining('TEMPLATE template0')]);
      expect(await faults(`${url}?sslmode=verify-full`)).toEqual([expect.stringContaining('speaks no TLS')]);
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
        message: expect.stringMatching(/has no pgvector.*postgresql-\d+-pgvector/u),
      });
    });
  });

  it('refuses what is no address of a PostgreSQL, and settings of the SQLite file beside it', async () => {
    expect(() => configOf('mysql://host/base')).toThrow(/DATABASE_URL.*must begin with postgres:\/\//su);
    const both = { DOCMIND_DB_PATH: '/somewhere/docmind.db' };
    await expect(started('postgres://docmind@127.0.0.1:9/none', both)).rejects.toThrow(/DOCMIND_DB_PATH.*leave out one of them/su);
  });
});
