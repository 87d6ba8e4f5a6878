import type { Command, Option } from 'commander';
import type { EraseOptions } from './erase.command.js';
import type { ExportOptions } from './export.command.js';

type UrlOption = readonly [flags: string, description: string, parse: (given: string) => string];

/** What becomes of a tenant's data: taken out, and erased. */
export function addData(program: Command, urlOption: UrlOption, keyOption: () => Option): void {
  program
    .command('export')
    .description('all that the tenant of the key has, as lines of JSON: documents with passages, sessions with messages')
    .option('--document <id>', 'one document only')
    .option('--session <id>', 'one session only')
    .option('--out <file>', 'a new file; without it standard output')
    .option(...urlOption)
    .addOption(keyOption())
    .action(async (options: ExportOptions) => (await import('./export.command.js')).exportData(options));
  const erase = program.command('erase').description('delete so that no byte of the text is left in any file of the stack but its backups');
  const erasing = (name: string, description: string): Command =>
    erase
      .command(name)
      .description(description)
      .option('--export <file>', 'write it as lines of JSON first')
      .option(...urlOption)
      .addOption(keyOption());
  erasing('document <documents...>', 'by their paths or ids, also ids of deleted ones').action(
    async (documents: string[], options: EraseOptions) => (await import('./erase.command.js')).eraseDocuments(documents, options),
  );
  erasing('session <ids...>', 'with all that was said').action(async (ids: string[], options: EraseOptions) =>
    (await import('./erase.command.js')).eraseSessions(ids, options),
  );
  erasing('tenant', 'all that the tenant of the key has')
    .option('--no-export', 'no copy is wanted')
    .option('--yes', 'it is meant')
    .action(async (options: EraseOptions) => (await import('./erase.command.js')).eraseTenant(options));
}
