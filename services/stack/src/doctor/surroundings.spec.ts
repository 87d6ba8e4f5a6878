// What the doctor finds of disks, files, clocks and servers: real ones where they can be had.
import { chmodSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  describeWithPgvector,
  describeWithServer,
  freePort,
  startNatsServer,
  startPgvectorServer,
  startRedisServer,
  temporaryFolder,
} from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadStackConfig } from '../config/stack-config.js';
import { clockFinding, clockWitnesses } from './clock.js';
import { dataFolderFindings, speedFinding } from './data-folder.js';
import { secretFindings } from './secret-files.js';
import { databaseFindings, natsFinding, qdrantFinding, redisFinding } from './servers.js';
import { sharedMemoryFindings } from './shared-memory.js';

const says = (text: string | RegExp) =>
  typeof text === 'string' ? (expect.stringContaining(text) as string) : (expect.stringMatching(text) as string);

describe('the data folder', () => {
  it('is written to, and nothing is left', async () => {
    const dir = temporaryFolder();
    expect(await dataFolderFindings(dir)).toMatchObject([
      { verdict: 'ok', says: says(/^writable/) },
      { what: 'disk', says: says(/^a write that is safe takes \d+\.\d ms/) },
    ]);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('keeps the stack from working where its disk is full, and is worth a word where it is slow', async () => {
    // The kernel's own: never a byte free.
    expect(await dataFolderFindings('/proc')).toMatchObject([{ verdict: 'wrong', says: says('disk full: 0 MiB are free') }]);
    expect(speedFinding(3)).toMatchObject({ verdict: 'ok' });
    expect(speedFinding(120)).toMatchObject({ verdict: 'note', says: says('local SSD') });
  });

  it.skipIf(process.getuid?.() === 0)('with a file of another user is told (root may read everything)', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'docmind.db'), '', { mode: 0o400 });
    expect(await dataFolderFindings(dir)).toContainEqual({ what: join(dir, 'docmind.db'), verdict: 'wrong', says: says('chown') });
  });
});

it('names secrets that others may read', async () => {
  const file = join(temporaryFolder(), 'password');
  writeFileSync(file, 'secret');
  const look = () => secretFindings(loadStackConfig({ NATS_PASSWORD_FILE: file }));
  chmodSync(file, 0o644);
  expect(await look()).toEqual([{ what: 'NATS_PASSWORD_FILE', verdict: 'note', says: says('has mode 644') }]);
  chmodSync(file, 0o600);
  expect(await look()).toEqual([]);
});

describe('the clock', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  it('is right where nothing speaks against it', () => {
    const past = { who: 'a file', atMs: now - 86_400_000, isPast: true };
    expect(clockFinding(now, [past, { who: 'the engine', atMs: now - 2_000, isPast: false }])).toMatchObject({ verdict: 'ok' });
  });

  it('is off where an engine tells another time, or a file is from the future', async () => {
    const engine = { who: 'the engine', atMs: now - 90_000, isPast: false };
    expect(clockFinding(now, [engine])).toMatchObject({ verdict: 'note', says: says('90 s ahead of the engine; set the clock') });
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'docmind.db'), '');
    utimesSync(join(dir, 'docmind.db'), now / 1_000, now / 1_000 + 3_600);
    const witnesses = await clockWitnesses(dir, undefined);
    expect(clockFinding(now, witnesses)).toMatchObject({ verdict: 'note', says: says('3600 s behind the newest file') });
  });
});

it('says where vLLM has too little shared memory', async () => {
  expect(await sharedMemoryFindings('vllm', '/proc')).toMatchObject([{ verdict: 'note', says: says('--shm-size') }]);
  expect(await sharedMemoryFindings('llama', '/proc')).toEqual([]);
  expect(await sharedMemoryFindings('vllm', join(temporaryFolder(), 'none'))).toEqual([]);
});

describe('a server that nobody started', () => {
  it('is told, with what to do', async () => {
    const at = `127.0.0.1:${await freePort()}`;
    expect(await natsFinding(`nats://${at}`)).toMatchObject({
      what: `NATS ${at}`,
      verdict: 'wrong',
      says: says('start it (nats-server) or set NATS_URL'),
    });
    expect(await redisFinding(`redis://user:secret@${at}`)).toMatchObject({
      what: `Redis ${at}`,
      verdict: 'note',
      says: says('set REDIS_URL'),
    });
    expect(await qdrantFinding(`http://${at}`, undefined)).toMatchObject({ verdict: 'note', says: says('set QDRANT_URL') });
  });

  it('is not taken for one that says nothing like it', async () => {
    const other = createServer((socket) => socket.end('220 mail\r\n'));
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    expect(await natsFinding(`nats://127.0.0.1:${port}`)).toMatchObject({ verdict: 'wrong', says: says('something else') });
    expect(await redisFinding(`redis://127.0.0.1:${port}`)).toMatchObject({ verdict: 'note', says: says('refuses us (20 mail)') });
  });
});

it('Qdrant that asks for a key is told from one that answers', async () => {
  const server = createHttpServer((request, response) => response.writeHead(request.headers['api-key'] === 'right' ? 200 : 401).end('{}'));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${port}`;
  expect(await qdrantFinding(url, undefined)).toMatchObject({ verdict: 'note', says: says('answers 401; set QDRANT_API_KEY') });
  expect(await qdrantFinding(url, 'right')).toMatchObject({ verdict: 'ok' });
});

describe('the database of DATABASE_URL', () => {
  const look = (DATABASE_URL: string | undefined) => databaseFindings(loadStackConfig({ DATABASE_URL }).persistence);

  it("is none of the doctor's where the database is a file", async () => {
    expect(await look(undefined)).toEqual([]);
  });

  it('that nobody started is told', async () => {
    expect(await look(`postgres://dm:hunter2@127.0.0.1:${await freePort()}/none`)).toEqual([
      { what: 'database of DATABASE_URL', verdict: 'wrong', says: says('cannot be reached (ECONNREFUSED)') },
    ]);
  });

  describeWithPgvector(() => {
    it('says what it is, and of one that cannot be used what to type', async () => {
      const server = await startPgvectorServer();
      onTestFinished(() => server.stop());
      expect(await look(server.url)).toMatchObject([{ verdict: 'ok', says: says(/^PostgreSQL \d+.*pgvector.*user docmind/) }]);
      expect(await look(server.url.replace(/postgres$/, 'nowhere'))).toMatchObject([{ verdict: 'wrong', says: says('createdb') }]);
    });
  });
});

describeWithServer('redis-server', () => {
  it('answers, or refuses a password that it does not know', async () => {
    const redis = await startRedisServer();
    onTestFinished(() => redis.stop());
    expect(await redisFinding(redis.url)).toMatchObject({ verdict: 'ok' });
    const guessed = redis.url.replace('redis://', 'redis://nobody:secret@');
    expect(await redisFinding(guessed)).toMatchObject({ verdict: 'note', says: says('WRONGPASS') });
  });
});

describeWithServer('nats-server', () => {
  it('answers everybody, or asks for a password', async () => {
    const open = await startNatsServer();
    onTestFinished(() => open.stop());
    expect(await natsFinding(open.url)).toMatchObject({ verdict: 'note', says: says('without a password') });
    const configFile = join(temporaryFolder(), 'nats.conf');
    writeFileSync(configFile, 'authorization { user: cache, password: secret }');
    const guarded = await startNatsServer(undefined, configFile);
    onTestFinished(() => guarded.stop());
    expect(await natsFinding(guarded.url)).toMatchObject({ verdict: 'ok', says: says('asks for a password') });
  });
});
