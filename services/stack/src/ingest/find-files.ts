import { constants, type Dirent, type Stats } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import { DOCUMENT_FORMATS } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

const EXTENSIONS = Object.values(DOCUMENT_FORMATS).flatMap(({ endings }) => endings.map((ending) => `.${ending}`));
/** Said by hand: an editor's or a system's own file is nobody's document. */
const HIDDEN = 'hidden';

export interface FoundFile {
  readonly file: string;
  /** What the document is known by: its path below the folder that was named, in NFC. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}
export interface SkippedFile {
  readonly file: string;
  /** Like a found file's. */
  readonly path: string;
  readonly why: string;
}
export interface Found {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * The documents among files and below folders, in order, and whatever was passed over, with why. A file that is named is taken whatever its
 * ending, and known by its name.
 * @param staysInside pass over links that lead out of the folder that was named
 * @throws AppError NOT_FOUND naming a path that isn't there
 */
export async function findFiles(roots: readonly string[], staysInside = false): Promise<Found> {
  const walk = new Walk(staysInside);
  for (const root of roots) await walk.root(root);
  return walk;
}

class Walk implements Found {
  readonly files: FoundFile[] = [];
  readonly skipped: SkippedFile[] = [];
  /** By path: what is there twice in two Unicode forms, or in two of the named folders, is one document. */
  private readonly taken = new Map<string, string>();

  constructor(private readonly staysInside: boolean) {}

  async root(root: string): Promise<void> {
    const stats = await stat(root).catch(() => undefined);
    if (!stats) throw new AppError('NOT_FOUND', `There is no file or folder ${root}`);
    if (stats.isDirectory()) await this.folder(root, '', []);
    else await this.file(root, basename(root));
  }

  /** @param above real paths of the folders that lead here */
  private async folder(folder: string, below: string, above: readonly string[]): Promise<void> {
    const entries = await this.entriesOf(folder, below);
    if (entries === undefined) return;
    const real = await realpath(folder);
    if (above.includes(real)) return this.skip(folder, below, `a link back to ${real}, which holds it`);
    for (const entry of entries) await this.entry(entry, folder, below, [...above, real]);
  }

  private async entry(entry: Dirent, folder: string, below: string, above: readonly string[]): Promise<void> {
    const file = join(folder, entry.name);
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith('.')) return this.skip(file, path, HIDDEN);
    if (entry.isSymbolicLink() && !(await this.mayFollow(file, above[0]))) return this.skip(file, path, 'a link out of the folder');
    // A link counts as what it leads to.
    const stats = await stat(file).catch(() => undefined);
    if (stats?.isDirectory()) return this.folder(file, path, above);
    const why = whyPassedOver(entry, stats);
    if (why !== undefined) return this.skip(file, path, why);
    return this.file(file, path);
  }

  /** @param root the real path of the folder that was named; a link to nowhere is told by whoever follows it */
  private async mayFollow(link: string, root = ''): Promise<boolean> {
    if (!this.staysInside) return true;
    const real = await realpath(link).catch(() => root);
    return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
  }

  private async file(file: string, given: string): Promise<void> {
    const path = given.normalize('NFC');
    const other = this.taken.get(path);
    if (other === file) return;
    if (other !== undefined) return this.skip(file, path, `known by the same path as ${other}`);
    const { size: sizeBytes, mtimeMs } = await stat(file);
    if (!(await isReadable(file))) return this.skip(file, path, 'cannot be read: no permission');
    this.taken.set(path, file);
    this.files.push({ file, path, sizeBytes, mtimeMs });
  }

  private async entriesOf(folder: string, below: string): Promise<Dirent[] | undefined> {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
    } catch (thrown) {
      const { code = 'unknown' } = thrown as NodeJS.ErrnoException;
      this.skip(folder, below, `cannot be read: ${code === 'EACCES' ? 'no permission' : code}`);
      return undefined;
    }
  }

  private skip(file: string, path: string, why: string): void {
    this.skipped.push({ file, path: path.normalize('NFC'), why });
  }
}

function whyPassedOver(entry: Dirent, stats: Stats | undefined): string | undefined {
  if (!stats) return entry.isSymbolicLink() ? 'a link to nowhere' : 'cannot be read';
  if (!stats.isFile()) return 'no plain file';
  return EXTENSIONS.includes(extname(entry.name).toLowerCase()) ? undefined : `no kind that is read (${EXTENSIONS.join(', ')})`;
}

function isReadable(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
}
