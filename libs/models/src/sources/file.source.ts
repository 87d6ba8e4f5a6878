import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@docmind/errors';
import type { FileSourceEntry } from '../catalogue/catalogue.schema.js';
import { fileSize } from '../files/file-size.js';
import { type FetchJob, ModelSource } from './model-source.port.js';
import { countBytes } from './zip-member.js';

/** A folder with the files under our names (a copy of `<models>/<id>`), or the file itself where a model has one. */
export class FileSource extends ModelSource {
  readonly label: string;

  constructor(
    private readonly entry: FileSourceEntry,
    private readonly modelId: string,
  ) {
    super();
    this.label = `file ${entry.path}`;
  }

  override async fetch(job: FetchJob): Promise<void> {
    for (const { name } of job.files) {
      const found = this.find(name, job.files.length === 1);
      const counter = countBytes((done) => job.onBytes(name, done));
      await pipeline(createReadStream(found), counter, createWriteStream(job.partPath(name), { mode: 0o640 }), { signal: job.signal });
    }
  }

  private find(name: string, alone: boolean): string {
    const { path } = this.entry;
    const candidates = [join(path, this.modelId, name), join(path, name), ...(alone ? [path] : [])];
    const found = candidates.find((candidate) => fileSize(candidate) !== undefined);
    if (found) return found;
    throw new AppError('FAILED_PRECONDITION', `there is no ${name} in ${path}, nor ${this.modelId}/${name}`);
  }
}
