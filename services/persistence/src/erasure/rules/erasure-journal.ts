// What was erased, beside the database and not in it: a backup that is put back must not bring it back.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { erasureTargetSchema, identifierSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { z } from 'zod';

const lineSchema = z.object({ at: z.iso.datetime(), tenant: identifierSchema, target: erasureTargetSchema });
export type ErasureLine = z.infer<typeof lineSchema>;

const LINE_BREAK = 0x0a;

/** Ids and times only, a line of JSON each, on the disk when `add` returns. */
export class ErasureJournal {
  constructor(private readonly path: string) {}

  add(line: ErasureLine): void {
    const isNew = !existsSync(this.path);
    if (isNew) mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    synced(this.path, 'a+', (file) => {
      // What a crash cut off was never acknowledged, and must not swallow the next line.
      ftruncateSync(file, wholeLines(readFileSync(this.path)).length);
      writeSync(file, `${JSON.stringify(line)}\n`);
    });
    if (isNew) synced(dirname(this.path), 'r', () => undefined);
  }

  /** Tells this journal from those of other replicas: what its first line, which stays, comes to. Empty while there is none. */
  name(): string {
    if (!existsSync(this.path)) return '';
    const lines = wholeLines(readFileSync(this.path));
    return lines.length === 0
      ? ''
      : createHash('sha256')
          .update(lines.subarray(0, lines.indexOf(LINE_BREAK)))
          .digest('hex');
  }

  /** @throws AppError FAILED_PRECONDITION for a damaged line: what it names might come back unnoticed */
  lines(): ErasureLine[] {
    if (!existsSync(this.path)) return [];
    const text = wholeLines(readFileSync(this.path)).toString();
    return text.split('\n').flatMap((line, index) => (line === '' ? [] : [this.parsed(line, index + 1)]));
  }

  private parsed(line: string, number: number): ErasureLine {
    try {
      return lineSchema.parse(JSON.parse(line));
    } catch (cause) {
      const problem = `Line ${number} of ${this.path} can't be read: it says what was erased, and must not come back from a backup`;
      throw new AppError('FAILED_PRECONDITION', `${problem}. Put the file back from a copy, or take the line out`, { cause });
    }
  }
}

function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(LINE_BREAK) + 1);
}

function synced(path: string, flags: string, work: (file: number) => void): void {
  const file = openSync(path, flags, 0o600);
  try {
    work(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
