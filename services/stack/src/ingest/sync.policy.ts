import type { FoundFile } from './find-files.js';
import type { JournalEntry } from './journal.js';

/** A file, and the hash of its content where it had to be read for that. */
export interface HashedFile extends FoundFile {
  readonly hash: string;
}

export type Step =
  | { readonly kind: 'upload'; readonly file: HashedFile }
  | { readonly kind: 'keep'; readonly file: HashedFile; readonly id: string }
  | { readonly kind: 'quarantined'; readonly file: HashedFile; readonly problem: string }
  | { readonly kind: 'move'; readonly file: HashedFile; readonly from: string; readonly id: string }
  | { readonly kind: 'delete'; readonly path: string; readonly id: string | undefined };

export interface SyncView {
  readonly files: readonly HashedFile[];
  readonly journal: readonly JournalEntry[];
  /** By path below the folder: what the stack has there. */
  readonly stored: ReadonlyMap<string, { readonly id: string; readonly contentHash: string }>;
  /** Paths that could not be looked at: what lies there, or below, is not gone. */
  readonly unseen: readonly string[];
  /** What this folder brought and no longer has is deleted from the stack, too. */
  readonly follows: boolean;
}

/**
 * What is to be done so that the stack has what the folder has. A file that is gone while another one with its content appeared was moved: its
 * document gets the new path and is not read again.
 */
export function stepsOf({ files, journal, stored, unseen, follows }: SyncView): Step[] {
  const here = new Set(files.map(({ path }) => path));
  const gone = follows ? journal.filter(({ path }) => !here.has(path) && !unseen.some((place) => isBelow(path, place))) : [];
  const movable = new Map(gone.map((entry) => [entry.hash, entry.path]));
  const problems = new Map(journal.map(({ path, hash, problem }) => [`${hash} ${path}`, problem]));
  const moves: Step[] = [];
  const others: Step[] = [];
  for (const file of files) {
    const move = stored.has(file.path) ? undefined : moveOf(file, movable, stored);
    if (move) moves.push(move);
    else others.push(stepOf(file, stored, problems.get(`${file.hash} ${file.path}`)));
  }
  const moved = new Set(moves.flatMap((step) => (step.kind === 'move' ? [step.from] : [])));
  const left = gone.filter(({ path }) => !moved.has(path));
  return [...moves, ...left.map(({ path }): Step => ({ kind: 'delete', path, id: stored.get(path)?.id })), ...others];
}

/** Each document that is gone moves once. */
function moveOf(file: HashedFile, movable: Map<string, string>, stored: SyncView['stored']): Step | undefined {
  const from = movable.get(file.hash);
  const id = from === undefined ? undefined : stored.get(from)?.id;
  if (from === undefined || id === undefined) return undefined;
  movable.delete(file.hash);
  return { kind: 'move', file, from, id };
}

function stepOf(file: HashedFile, stored: SyncView['stored'], problem: string | undefined): Step {
  const present = stored.get(file.path);
  if (present?.contentHash === file.hash) return { kind: 'keep', file, id: present.id };
  return problem === undefined ? { kind: 'upload', file } : { kind: 'quarantined', file, problem };
}

function isBelow(path: string, place: string): boolean {
  return place === '' || path === place || path.startsWith(`${place}/`);
}
