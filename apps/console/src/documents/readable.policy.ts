import type { Caller } from '@docmind/contracts';

export type SkipReason = 'hidden' | 'kind' | 'otherKind' | 'empty' | 'large' | 'unreadable';

/** Why a file isn't worth sending; undefined where it is. What the door reads and how much of it, the door itself says. */
export function skipReason(path: string, sizeBytes: number, { endings, limitBytes }: Caller['uploads']): SkipReason | undefined {
  if (path.split('/').some((part) => part.startsWith('.'))) return 'hidden';
  if (!endings.includes(endingOf(path))) return 'kind';
  if (sizeBytes === 0) return 'empty';
  return sizeBytes > limitBytes ? 'large' : undefined;
}

/** Without the dot, in small letters; empty where there is none. */
export function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
}
