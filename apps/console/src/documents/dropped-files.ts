// What a person drops or chooses: files with the paths that they have in their folder, and what is passed over with why.
import type { Caller } from '@docmind/contracts';
import { endingOf, type SkipReason, skipReason } from './readable.policy.js';

export interface FoundFile {
  readonly file: File;
  /** Below what was dropped, in Unicode's NFC as the door wants it. */
  readonly path: string;
}
export interface SkippedFile {
  readonly path: string;
  readonly why: SkipReason;
}
export interface Found {
  readonly files: FoundFile[];
  readonly skipped: SkippedFile[];
}

/** Entries must be taken while the drop is handled; they can be read later. */
export function entriesOf(transfer: DataTransfer): FileSystemEntry[] {
  return [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
}

type Rules = Caller['uploads'];

export async function readEntries(entries: readonly FileSystemEntry[], rules: Rules): Promise<Found> {
  const found: Found = { files: [], skipped: [] };
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
    const path = entry.fullPath.replace(/^\//, '');
    if (entry.isDirectory) {
      if (entry.name.startsWith('.')) found.skipped.push({ path, why: 'hidden' });
      else waiting.push(...(await childrenOf(entry as FileSystemDirectoryEntry)));
    } else sort(await fileOf(entry as FileSystemFileEntry), path, found, rules);
  }
  return found;
}

export function readFileList(list: FileList, rules: Rules): Found {
  const found: Found = { files: [], skipped: [] };
  for (const file of list) sort(file, file.webkitRelativePath || file.name, found, rules);
  return found;
}

/** Another content for a document that is there: its path stays, and says what kind it is. */
export function readReplacement(file: File, path: string, rules: Rules): Found {
  const found: Found = { files: [], skipped: [] };
  if (endingOf(file.name) === endingOf(path)) sort(file, path, found, rules);
  else found.skipped.push({ path: file.name, why: 'otherKind' });
  return found;
}

function sort(file: File | undefined, path: string, { files, skipped }: Found, rules: Rules): void {
  const why = file ? skipReason(path, file.size, rules) : 'unreadable';
  if (file && why === undefined) files.push({ file, path: path.normalize('NFC') });
  else if (why !== undefined) skipped.push({ path, why });
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  // It gives a hundred at a time, and none at the end.
  for (;;) {
    const next = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (next.length === 0) return children;
    children.push(...next);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File | undefined> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));
}
