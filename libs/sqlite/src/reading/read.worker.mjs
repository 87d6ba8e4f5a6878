// Runs statements that read, off the thread that answers requests. Plain JavaScript, so that the same file serves as it is from src (tests) and from dist.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const { path, key, extensions } = workerData;
/** Only while the log is begun anew. */
const BUSY_TIMEOUT_MS = 5_000;

const database = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
if (key !== undefined) database.pragma(`key = '${key.replaceAll("'", "''")}'`);
// What SQLite sorts must not lie in a file that nobody encrypts.
database.pragma('temp_store = MEMORY');
for (const extension of extensions) database.loadExtension(extension);

const statements = new Map();

function prepared(sql) {
  let statement = statements.get(sql);
  if (!statement) statements.set(sql, (statement = database.prepare(sql)));
  return statement;
}

function read({ id, sql, parameters, isPluck }) {
  try {
    return {
      id,
      rows: prepared(sql)
        .pluck(isPluck)
        .all(...parameters),
    };
  } catch (thrown) {
    return { id, message: thrown.message, code: thrown.code };
  }
}

parentPort.on('message', (asked) => {
  if (asked !== 'close') return parentPort.postMessage(read(asked));
  database.close();
  parentPort.close();
});
