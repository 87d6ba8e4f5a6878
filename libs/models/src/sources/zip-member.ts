// Wheels and jars are zip files.
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@docmind/errors';
import { openPromise } from 'yauzl';
import type { FetchJob } from './model-source.port.js';

/** Writes each wanted file from the archive's member. @throws AppError when it is no archive, lacks a member or one has another size */
export async function extractMembers(archive: string, members: Readonly<Record<string, string>>, job: FetchJob): Promise<void> {
  const open = new Map(job.files.map((file) => [members[file.name], file]));
  const zip = await openPromise(archive).catch((cause: unknown) => {
    throw new AppError('UNAVAILABLE', 'what was downloaded is not a readable archive', { cause });
  });
  try {
    for await (const entry of zip.eachEntry()) {
      const file = open.get(entry.fileName);
      if (!file) continue;
      if (file.bytes !== undefined && entry.uncompressedSize !== file.bytes) {
        throw new AppError('UNAVAILABLE', `${entry.fileName} has ${entry.uncompressedSize} bytes, ${file.bytes} are right`);
      }
      const counter = countBytes((done) => job.onBytes(file.name, done));
      const target = createWriteStream(job.partPath(file.name), { mode: 0o640 });
      await pipeline(await zip.openReadStreamPromise(entry), counter, target, { signal: job.signal });
      open.delete(entry.fileName);
      if (open.size === 0) return;
    }
  } finally {
    zip.close();
  }
  throw new AppError('UNAVAILABLE', `the archive holds no ${[...open.keys()].join(', ')}`);
}

/** Passes everything on; what `onBytes` throws ends it. */
export function countBytes(onBytes: (done: number, chunkBytes: number) => void, already = 0): Transform {
  let done = already;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      try {
        onBytes(done, chunk.length);
      } catch (refused) {
        return next(refused as Error);
      }
      next(null, chunk);
    },
  });
}
