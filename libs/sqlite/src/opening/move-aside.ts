import { existsSync, renameSync } from 'node:fs';

const SUFFIXES = ['', '-wal', '-shm'];

/** Why a file was moved aside. */
export type MoveReason = 'damaged' | 'written by another version' | 'replaced by a backup';

const ENDINGS: Readonly<Record<MoveReason, string>> = {
  damaged: 'damaged',
  'written by another version': 'old',
  'replaced by a backup': 'replaced',
};

/** Gives a file and its log another name, so that an empty one can take its place. Returns that name. */
export function moveAside(path: string, reason: MoveReason): string {
  const movedTo = freeName(path, ENDINGS[reason]);
  for (const suffix of SUFFIXES) if (existsSync(path + suffix)) renameSync(path + suffix, movedTo + suffix);
  return movedTo;
}

function freeName(path: string, ending: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${path}.${ending}-${number}`;
    if (!SUFFIXES.some((suffix) => existsSync(name + suffix))) return name;
  }
}
