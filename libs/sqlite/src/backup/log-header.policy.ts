// The form of a write-ahead log: https://sqlite.org/fileformat2.html#the_write_ahead_log. Encrypted files keep it, only pages are encrypted.

export const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_SIZE_AT = 8;
const SALTS_AT = 16;
const UINT32 = 2 ** 32;

export interface LogHeader {
  readonly pageSize: number;
  /** Others in each run of the log, the first of them one more than in the run before. */
  readonly salts: readonly [number, number];
}

/** @returns undefined where the log was not begun */
export function logHeaderOf(bytes: Buffer): LogHeader | undefined {
  if (bytes.length < LOG_HEADER_BYTES) return undefined;
  const pageSize = bytes.readUInt32BE(PAGE_SIZE_AT);
  return { pageSize, salts: [bytes.readUInt32BE(SALTS_AT), bytes.readUInt32BE(SALTS_AT + 4)] };
}

export function isSameRun(one: LogHeader, other: LogHeader): boolean {
  return one.salts[0] === other.salts[0] && one.salts[1] === other.salts[1];
}

/** Whether no run of the log lies between the two. */
export function isNextRun(before: LogHeader, after: LogHeader): boolean {
  return after.salts[0] === (before.salts[0] + 1) % UINT32;
}

export function logBytes(frames: number, pageSize: number): number {
  return frames === 0 ? 0 : LOG_HEADER_BYTES + frames * (FRAME_HEADER_BYTES + pageSize);
}
