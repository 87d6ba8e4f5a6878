import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { PerformanceRepository } from '../repositories/sqlite/performance.repository.js';
import { chunksOf, countRows, documentsOf } from '../testing/document.fixture.js';
import { openTestDatabase } from '../testing/test-database.fixture.js';
import { HousekeepingService } from './housekeeping.service.js';

const RULES = { intervalMs: 60_000, stagingMaxAgeMs: 1_000, performanceMaxAgeMs: 2_000 };

describe('HousekeepingService', () => {
  it('forgets staged chunks and performance records past their age, not before', async () => {
    const database = await openTestDatabase();
    const documents = documentsOf(database);
    const performance = new PerformanceRepository(database);
    const logger = new Logger();
    logger.log = () => undefined;
    const housekeeping = new HousekeepingService(documents, performance, logger, RULES);
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
    const database = await openTestDatabase();
    const errors: unknown[] = [];
    const logger = new Logger();
    logger.error = (message: unknown) => errors.push(message);
    const housekeeping = new HousekeepingService(documentsOf(database), new PerformanceRepository(database), logger, RULES);
    await database.close();
    await housekeeping.sweep(Date.now());
    expect(errors).toHaveLength(1);
  });
});
