import { existsSync, renameSync } from 'node:fs';

/** A journal, which is there while a file is encrypted or written anew, would be played back into the file that takes its place. */
const SUFFIXES = ['', '-wal', '-shm', '-journal'];

/** Why a file was moved aside. */
export type MoveReason = 'damaged' | 'written by another version' | 'replaced by a backup';

const ENDINGS: Readonly<Record<MoveReason, string>> = {
  damaged: 'damaged',
  'written by another version': 'old',
  'replaced by a backup': 'replaced',
};

export function isAnythingAt(path: string): boolean {
  return SUFFIXES.some((suffix) => existsSync(path + suffix));
}

/** The name that the file and its log would be moved to. */
export function nameAside(path: string, reason: MoveReason): string {
  return freeName(path, ENDINGS[reason]);
}

/**
 * Gives a file and its log another name, so that another can take its place. Returns that name.
 * @param movedTo where a move that was interrupted has begun; nothing that lies there is written over
 */
export function moveAside(path: string, reason: MoveReason, movedTo = nameAside(path, reason)): string {
  const left = SUFFIXES.filter((suffix) => existsSync(path + suffix));
  const to = left.some((suffix) => existsSync(movedTo + suffix)) ? nameAside(path, reason) : movedTo;
  for (const suffix of left) renameSync(path + suffix, to + suffix);
  return to;
}

function freeName(path: string, ending: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${path}.${ending}-${number}`;
    if (!isAnythingAt(name)) return name;
  }
}
