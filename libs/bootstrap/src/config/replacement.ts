// Several files take others' places, all or none: a new key is of use only where every file has it. What was decided is written down, and whoever comes
// next ends it; that takes names only, no key.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { z } from 'zod';

const DECIDED = 'rekeyed.json';

const replacementSchema = z.object({
  /** A file takes the place of another in the same folder. */
  renames: z.array(z.object({ from: z.string(), to: z.string() })),
  /** Of no use once that is done. */
  removes: z.array(z.string()),
});
export type Replacement = z.infer<typeof replacementSchema>;

/** From its return on nobody goes back. The files must be whole, and their bytes synced. Then `settleReplacement`. */
export function decideReplacement(dataDir: string, { renames, removes }: Replacement): void {
  // The folder may be mounted elsewhere when somebody comes to end it.
  const short = (path: string): string => {
    const below = relative(resolve(dataDir), resolve(path));
    return below.startsWith('..') || isAbsolute(below) ? resolve(path) : below;
  };
  const written = { renames: renames.map(({ from, to }) => ({ from: short(from), to: short(to) })), removes: removes.map(short) };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // A name that a power cut took would be thought to be taken by another who ended this.
  for (const folder of new Set(renames.map(({ from }) => dirname(from)))) sync(folder);
  const file = join(dataDir, DECIDED);
  writeFileSync(`${file}.new`, `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 });
  sync(`${file}.new`);
  renameSync(`${file}.new`, file);
  sync(dataDir);
}

/**
 * Ends what was decided, if anything was. Before any of the files is opened. Several processes may come at once: a name that is not there any more was
 * taken by another.
 * @returns whether there was something to end
 */
export function settleReplacement(dataDir: string): boolean {
  const file = join(dataDir, DECIDED);
  const text = readIfThere(file);
  if (text === undefined) return false;
  const { renames, removes } = replacementSchema.parse(JSON.parse(text));
  const place = (path: string): string => resolve(dataDir, path);
  for (const { from, to } of renames) ifThere(() => renameSync(place(from), place(to)));
  for (const folder of new Set(renames.map(({ to }) => dirname(place(to))))) ifThere(() => sync(folder));
  for (const path of removes) rmSync(place(path), { force: true });
  rmSync(file, { force: true });
  return true;
}

/** What is wrong with the folder itself is said elsewhere. */
function readIfThere(file: string): string | undefined {
  return existsSync(file) ? ifThere(() => readFileSync(file, 'utf8')) : undefined;
}

/** Another process may have taken it in between. */
function ifThere<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** A file's bytes, or a folder's names: so they outlive a power cut. */
function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
