// A restore that is killed before the rename of the number that is given. Files are renamed as always up to there.
import 'reflect-metadata';
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const [path = '', root = '', number = ''] = process.argv.slice(2);
const { renameSync } = fs;
const { rename } = promises;
let left = Number(number);
const count = (): void => {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};

fs.renameSync = (from, to) => {
  count();
  renameSync(from, to);
};
promises.rename = async (from, to) => {
  count();
  await rename(from, to);
};
syncBuiltinESMExports();

const { SqliteDatabaseCare } = await import('../repositories/care/sqlite-database-care.js');
await new SqliteDatabaseCare({ path, key: undefined, root }).restore({});
