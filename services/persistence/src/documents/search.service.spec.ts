import { describe } from 'vitest';
import { storesOf } from '../testing/document.fixture.js';
import { openTestDatabase } from '../testing/test-database.fixture.js';
import { describeSearch } from './search.contract.js';

describe('SearchService over real SQLite', () => {
  describeSearch(async () => storesOf(await openTestDatabase()));
});
