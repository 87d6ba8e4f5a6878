import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { PerformanceRepository } from '../repositories/sqlite/performance.repository.js';
import { chunksOf, countRows, documentsOf } from '../testing/document.fixture.js';
import { openTestDatabase } from '../testing/test-database.fixture.js';
import { SessionRepository } from '../repositories/sqlite/session.repository.js';
import { type HousekeepingRules, HousekeepingService } from './housekeeping.service.js';

const RULES = {
  intervalMs: 60_000,
  stagingMaxAgeMs: 1_000,
  performanceMaxAgeMs: 2_000,
  performanceMaxRecords: 100_000,
  chatMaxAgeMs: 86_400_000,
  chatMaxMessages: undefined,
};
const OLD = '2020-01-01T00:00:00.000Z';

async function opened(rules: HousekeepingRules = RULES) {
  const database = await openTestDatabase();
  const [documents, performance, sessions] = [documentsOf(database), new PerformanceRepository(database), new SessionRepository(database)];
  const logger = new Logger();
  const errors: unknown[] = [];
  logger.log = () => undefined;
  logger.error = (message: unknown) => errors.push(message);
  const housekeeping = new HousekeepingService(documents, performance, sessions, logger, rules);
  const rows = (...tables: string[]) => tables.map((table) => countRows(database, table));
  const talk = (id: string, updatedAt: string) =>
    sessions.append('acme', { id, userId: 'ada', createdAt: OLD, updatedAt, data: {} }, { messages: [{ role: 'user', content: id }] });
  return { database, documents, performance, sessions, housekeeping, errors, rows, talk };
}

describe('HousekeepingService', () => {
  it('forgets staged chunks and performance records past their age, not before', async () => {
    const { database, documents, performance, housekeeping } = await opened();
    const now = Date.now();
    await documents.stage('acme', 'abandoned', chunksOf(['one']));
    const timestamp = new Date(now).toISOString();
    await performance.append([{ id: 'record-1', operation: 'query', latencyMs: 1, tokensProcessed: 0, timestamp, metrics: {} }]);

    await housekeeping.sweep(now);
    expect([countRows(database, 'staging'), countRows(database, 'performance_logs')]).toEqual([1, 1]);
    await housekeeping.sweep(now + 1_900);
    expect([countRows(database, 'staging'), countRows(database, 'performance_logs')]).toEqual([0, 1]);
    await housekeeping.sweep(now + 5_000);
    expect(countRows(database, 'performance_logs')).toBe(0);
  });

  it('logs a sweep that failed instead of throwing', async () => {
    const { database, housekeeping, errors } = await opened();
    await database.close();
    await housekeeping.sweep(Date.now());
    expect(errors).toHaveLength(1);
  });

  it('removes tens of thousands of rows in steps, between which others are served', async () => {
    const { database, housekeeping, rows, talk } = await opened();
    await talk('used', new Date().toISOString());
    await talk('unused', OLD);
    await talk('huge', OLD);
    const many = (insert: string) =>
      database.connection.exec(`WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 24000) ${insert}`);
    many(`INSERT INTO chat_history (session_id, role, content) SELECT 'acme/huge', 'user', 'said' FROM n`);
    many(`INSERT INTO performance_logs (operation, timestamp, record_id) SELECT 'query', '${OLD}', n FROM n`);
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    await housekeeping.sweep(Date.now());
    clearInterval(others);
    expect(turns).toBeGreaterThan(20);
    expect(rows('sessions', 'chat_history', 'performance_logs')).toEqual([1, 1, 0]);
  });

  it('removes what is beyond a number, the oldest first', async () => {
    const { database, performance, sessions, housekeeping, talk } = await opened({
      ...RULES,
      performanceMaxRecords: 2,
      chatMaxMessages: 1,
    });
    const timestamp = new Date().toISOString();
    const ids = ['a', 'b', 'c'];
    await performance.append(ids.map((id) => ({ id, operation: 'query', latencyMs: 1, tokensProcessed: 0, timestamp, metrics: {} })));
    for (const id of ids) await talk(id, timestamp.replace(/.$/, `${ids.indexOf(id)}Z`));
    await housekeeping.sweep(Date.now());
    expect(database.connection.prepare('SELECT record_id FROM performance_logs').pluck().all()).toEqual(['b', 'c']);
    expect((await sessions.list('acme', { limit: 9, offset: 0 })).rows.map(({ id }) => id)).toEqual(['c']);
  });

  it('keeps every chat where nothing else is said', async () => {
    const { housekeeping, rows, talk } = await opened({ ...RULES, chatMaxAgeMs: undefined });
    await talk('unused', OLD);
    await housekeeping.sweep(Date.now());
    expect(rows('sessions')).toEqual([1]);
  });
});
