import { type Command, Option } from 'commander';
import type { BackupOptions, CareOptions, MigrateOptions, RestoreOptions } from './backup.command.js';
import type { RekeyOptions } from './rekey.command.js';

const DATA_DIR = ['--data-dir <folder>', 'where the data is kept (default: .docmind)'] as const;

/** What an operator does with the database. */
export function addDatabase(program: Command): void {
  program
    .command('backup')
    .description('make a backup now and prove it; the stack may run')
    .option('--list', 'show those there are instead')
    .option('--encrypt-old', 'encrypt those from before there was a key instead')
    .option('--remove-unencrypted', 'remove those from before there was a key instead')
    .addOption(new Option('--key <key>', 'an API key with the role operate, where the stack asks for one').env('DOCMIND_API_KEY'))
    .option(...DATA_DIR)
    .action(async (options: BackupOptions) => (await import('./backup.command.js')).backup(options));
  program
    .command('verify [backups...]')
    .description('put backups together elsewhere, check every page and count; all without names; exits 1 when one is not good')
    .option(...DATA_DIR)
    .action(async (ids: string[], options: CareOptions) => (await import('./backup.command.js')).verifyBackups(ids, options));
  program
    .command('restore [backup]')
    .description('put a backup in the place of the database of a stopped stack; the file that is there is moved aside')
    .option('--latest', 'the newest good one')
    .option('--at <moment>', 'as the database was then, such as 2026-03-10T12:00:00Z')
    .option(...DATA_DIR)
    .action(async (id: string | undefined, options: RestoreOptions) => (await import('./backup.command.js')).restore(id, options));
  program
    .command('rekey')
    .description('give all encrypted files of a stopped stack another key')
    .requiredOption('--new-key-file <file>', 'holds the new key: openssl rand -base64 32')
    .option('--keep-key-file', 'do not put the new key into the file of DOCMIND_DB_KEY_FILE')
    .option(...DATA_DIR)
    .action(async (options: RekeyOptions) => (await import('./rekey.command.js')).rekey(options));
  program
    .command('migrate')
    .description('bring the tables of a stopped stack up to date, after a backup; `up` does so by itself')
    .option('--dry-run', 'try it in a copy and say what it would do')
    .option('--to-postgres', 'take all that is in the SQLite file over into the empty PostgreSQL of DATABASE_URL instead; the file stays')
    .option(...DATA_DIR)
    .action(async (options: MigrateOptions) => (await import('./backup.command.js')).migrate(options));
}
