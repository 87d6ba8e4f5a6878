import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@docmind/errors';
import { openDataClient, type StackOptions } from '../../client/open-client.js';
import { say } from '../terminal.js';

export interface ExportOptions extends StackOptions {
  readonly document?: string | undefined;
  readonly session?: string | undefined;
  /** Standard output without it. */
  readonly out?: string | undefined;
  /** Behind what is in the file. */
  readonly append?: boolean;
}

/** A line of JSON each. A file that is there is not written over. @throws AppError UNAVAILABLE for one that ends early; then its file goes */
export async function exportData({ document, session, out, append = false, ...stack }: ExportOptions): Promise<void> {
  const lines = openDataClient(stack).export({ document, session });
  if (out === undefined) {
    for await (const line of lines) process.stdout.write(line);
    return;
  }
  const file = await open(out, append ? 'a' : 'wx', 0o600).catch((thrown: unknown) => {
    throw unwritable(out, thrown);
  });
  try {
    await pipeline(lines, file.createWriteStream());
  } catch (thrown) {
    if (!append) await rm(out, { force: true });
    throw (thrown as NodeJS.ErrnoException).syscall === 'write' ? unwritable(out, thrown) : thrown;
  }
  say(`exported to ${out}`);
}

function unwritable(out: string, cause: unknown): AppError {
  const { code } = cause as NodeJS.ErrnoException;
  const why = code === 'EEXIST' ? 'is there already' : `cannot be written (${code})`;
  return new AppError('FAILED_PRECONDITION', `${out} ${why}: choose another file`, { cause });
}
