/** One file of a service's audit log: all of a day, or a part of it where it was much. */
export interface AuditPart {
  readonly name: string;
  /** As 2026-03-01. */
  readonly day: string;
  /** From 1. */
  readonly number: number;
  readonly bytes: number;
}

/** The newest parts may take this share of all that is kept before another is begun. */
const SHARE = 8;
const NAME = /^(?<service>[a-z]+)-(?<day>\d{4}-\d{2}-\d{2})(?:\.(?<number>\d+))?\.jsonl$/;

export function partName(service: string, day: string, number: number): string {
  return `${service}-${day}${number === 1 ? '' : `.${number}`}.jsonl`;
}

/** @returns undefined for another service's file, or none of an audit log */
export function partOf(service: string, name: string, bytes: number): AuditPart | undefined {
  const found = NAME.exec(name)?.groups;
  return found?.service === service && found.day !== undefined
    ? { name, day: found.day, number: Number(found.number ?? 1), bytes }
    : undefined;
}

/** Which part of today the next line goes to. */
export function currentPart(parts: readonly AuditPart[], day: string, maxBytes: number): Pick<AuditPart, 'number' | 'bytes'> {
  const last = inOrder(parts.filter((part) => part.day === day)).at(-1) ?? { number: 1, bytes: 0 };
  return isFull(last, maxBytes) ? { number: last.number + 1, bytes: 0 } : last;
}

export function isFull({ bytes }: Pick<AuditPart, 'bytes'>, maxBytes: number): boolean {
  return bytes >= maxBytes / SHARE;
}

/** The names of those that are too old, and of the oldest ones while all together are too much. Room is left for the part that is written to. */
export function expiredParts(parts: readonly AuditPart[], oldestDay: string, maxBytes: number): string[] {
  const young = inOrder(parts.filter(({ day }) => day >= oldestDay));
  let bytes = young.reduce((sum, part) => sum + part.bytes, 0);
  const tooMuch = young.filter((part) => {
    const isBeyond = bytes > maxBytes - maxBytes / SHARE;
    if (isBeyond) bytes -= part.bytes;
    return isBeyond;
  });
  return [...parts.filter(({ day }) => day < oldestDay), ...tooMuch].map(({ name }) => name);
}

function inOrder(parts: readonly AuditPart[]): AuditPart[] {
  return [...parts].sort((one, other) => one.day.localeCompare(other.day) || one.number - other.number);
}
