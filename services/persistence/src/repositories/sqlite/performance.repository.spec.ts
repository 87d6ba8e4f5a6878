import { describe } from 'vitest';
import { describePerformanceStore } from '../../performance/performance-store.contract.js';
import { openTestDatabase } from '../../testing/test-database.fixture.js';
import { PerformanceRepository } from './performance.repository.js';

describe('PerformanceRepository', () => {
  describePerformanceStore(async () => new PerformanceRepository(await openTestDatabase()));
});
