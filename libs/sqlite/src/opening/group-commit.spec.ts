import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { expect, it, onTestFinished } from 'vitest';
import { GroupCommit } from './group-commit.js';
import { openSqlite } from './open-sqlite.js';

function opened() {
  const path = join(temporaryFolder(), 'docmind.db');
  const settings = { path: 'DOCMIND_DB_PATH' };
  const open = () => openSqlite({ path, settings, survives: 'a power cut', busyTimeoutMs: 0, onUnreadable: 'refuse' });
  const [connection, other] = [open(), open()];
  onTestFinished(() => [connection, other].forEach((one) => one.close()));
  connection.exec('CREATE TABLE things (name TEXT NOT NULL UNIQUE)');
  const commits = () => other.pragma('data_version', { simple: true }) as number;
  const names = () => other.prepare('SELECT name FROM things ORDER BY name').pluck().all();
  const group = new GroupCommit(connection);
  const add = (name: string) => group.run(() => connection.prepare('INSERT INTO things VALUES (?)').run(name).changes);
  return { connection, other, group, add, names, commits };
}

it('commits what is asked for in one turn at once, and acknowledges none before', async () => {
  const { add, names, commits } = opened();
  const before = commits();
  const written = ['a', 'b', 'c'].map((name) => add(name));
  expect(names()).toEqual([]);
  expect(await Promise.all(written)).toEqual([1, 1, 1]);
  expect(names()).toEqual(['a', 'b', 'c']);
  expect(commits()).toBe(before + 1);
});

it('takes back what failed, whole, and keeps the others', async () => {
  const { connection, group, add, names } = opened();
  const half = group.run(() => {
    connection.exec(`INSERT INTO things VALUES ('half')`);
    throw new Error('no');
  });
  const outcomes = await Promise.allSettled([add('a'), half, add('a'), add('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(names()).toEqual(['a', 'b']);
});

it('tells everybody where the group could not be written', async () => {
  const { other, add, names } = opened();
  other.exec('BEGIN IMMEDIATE');
  const outcomes = await Promise.allSettled([add('a'), add('b')]);
  other.exec('ROLLBACK');
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(names()).toEqual([]);
  expect(await add('a')).toBe(1);
});

it('goes on for nobody where the whole transaction was ended meanwhile', async () => {
  const { connection, group, add, names } = opened();
  const full = group.run(() => {
    connection.exec('ROLLBACK');
    throw new Error('the disk is full');
  });
  const outcomes = await Promise.allSettled([add('a'), full, add('b')]);
  expect(outcomes.map((one) => (one.status === 'rejected' ? (one.reason as Error).message : ''))).toEqual(
    Array.from({ length: 3 }, () => 'the disk is full'),
  );
  expect(names()).toEqual([]);
});
