// A process that keeps answers in a file until it is done or killed. Each line on stdout is an entry it has seen kept.
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { SystemClock } from '../../monitoring/clock.js';
import { citation } from '../../answers/store-request.fixture.js';
import { entry } from '../entry/entry.fixture.js';
import { openSemanticDatabase } from './semantic-database.js';
import { SqliteEntryStore } from './sqlite-entry.store.js';

const [, , path = '', name = '', count = '0'] = process.argv;
const file = openSemanticDatabase(path, (movedTo) => {
  throw new Error(`not expected to be damaged: ${movedTo}`);
});
const store = new SqliteEntryStore(file, { maxEntries: 100_000, maxBytes: 1_000_000_000 }, new SystemClock());
const createdAtMs = Date.now();
for (let at = 0; at < Number(count); at += 1) {
  const id = `${name}-${at}`;
  const kept = entry({ id, answer: 'x'.repeat(2_000), citations: [citation('d1')], createdAtMs, expiresAtMs: createdAtMs + 3_600_000 });
  await store.put(kept, Float32Array.from([1, 0]));
  writeSync(1, `${id}\n`);
}
store.close();
