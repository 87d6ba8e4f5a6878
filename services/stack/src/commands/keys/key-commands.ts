import { type Command, Option } from 'commander';
import type { KeysFile, NewKey } from './keys.command.js';

const keysFile = (more = '') => new Option('--file <path>', `the keys file${more}`).env('DOCMIND_API_KEYS_FILE');

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys, for a door that is open to others');
  keys
    .command('create')
    .description('add a key to a file and show it once')
    .addOption(keysFile('; made when it is not there'))
    .option('--tenant <name>', 'whose documents the key opens', 'default')
    .option('--name <text>', 'whose key it is, or what for')
    .option('--roles <names>', 'comma-separated: query, ingest, feedback, operate; without it query and ingest')
    .option('--expires <time>', 'when it ends: 30m, 24h, 90d or a date; without it never')
    .option('--requests-per-minute <number>', 'the next ones get 429')
    .option('--tokens-per-minute <number>', 'of prompts and answers')
    .option('--bytes-per-minute <number>', 'of what it sends')
    .option('--concurrent-questions <number>', 'that may run at a time')
    .action(async (options: NewKey) => (await import('./keys.command.js')).createKey(options));
  keys
    .command('list')
    .description('the keys of a file: ids, holders, roles, ends and limits')
    .addOption(keysFile())
    .action(async (options: KeysFile) => (await import('./keys.command.js')).listKeys(options));
  keys
    .command('revoke [ids...]')
    .description('take keys out; running services refuse them within a second or two')
    .addOption(keysFile())
    .option('--older', 'those in the older form (salted hashes), which no service reads any more')
    .action(async (ids: string[], options: KeysFile) => (await import('./keys.command.js')).revokeKeys(ids, options));
  keys
    .command('rotate <id>')
    .description('a new key for the same holder, shown once; the old one ends')
    .addOption(keysFile())
    .option('--keep-old <time>', 'how long the old one counts on: 30m, 24h, 7d; without it not at all')
    .action(async (id: string, options: KeysFile) => (await import('./keys.command.js')).rotateKey(id, options));
}
