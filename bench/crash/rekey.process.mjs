// What `docmind rekey` does, over the parts of three services, without the rest of the stack.
import 'reflect-metadata';

const { repository, dataDir, keyFile, newKey } = JSON.parse(process.argv[2]);
const load = (path) => import(`${repository}/services/${path}.ts`);

const { rekeyFiles } = await load('stack/src/commands/database/rekey-files');
const { stageRekeyedUploads } = await load('orchestrator/src/documents/uploads/stage-rekeyed-uploads');
const { SqliteDatabaseCare } = await load('persistence/src/repositories/care/sqlite-database-care');
const { dataKey } = await import('@docmind/bootstrap');

const from = dataKey({ DOCMIND_DATA_DIR: dataDir, DOCMIND_DB_KEY_FILE: keyFile });
const care = new SqliteDatabaseCare({ path: `${dataDir}/docmind.db`, root: `${dataDir}/backups`, key: from });
const others = ['checkpoints.db', 'traces.db', 'cache/semantic.db', 'cache/ingestion.db'].map((name) => `${dataDir}/${name}`);
const complain = (id, reason) => process.stderr.write(`${id}: ${reason}\n`);
const works = [() => care.stageRekeyed(newKey, others, complain), () => stageRekeyedUploads(`${dataDir}/uploads`, from, newKey)];
await rekeyFiles({ dataDir, newKey, keyFile, works });
