import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
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
  let isOurs = false;
  const file = createWriteStream(out, { flags: append ? 'a' : 'wx', mode: 0o600 }).on('open', () => (isOurs = !append));
  try {
    await pipeline(lines, file);
  } catch (thrown) {
    if (isOurs) await rm(out, { force: true });
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    throw new AppError('FAILED_PRECONDITION', `${out} is there already: choose another file`, { cause: thrown });
  }
  say(`exported to ${out}`);
}
