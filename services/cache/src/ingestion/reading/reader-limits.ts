const MIB = 1024 * 1024;

/** What one document may take, and what its reader gives back at most. */
export interface ReaderLimits {
  /** Of a reader's process as a whole: its heap, buffers and what its libraries take. */
  readonly memoryBytes: number;
  /** What it is given first. A document that outgrows this is read again, alone, with the whole: two at once never take both. */
  readonly firstMemoryBytes: number;
  /** Without a page that is done. */
  readonly timeoutMs: number;
  /** In all, however many pages are done meanwhile. */
  readonly documentTimeoutMs: number;
  readonly maxPages: number;
  /** Of pages whose words are recognised, seconds each. */
  readonly maxScannedPages: number;
  /** Of one picture. As many, unpacked and made ready, fit into the memory. */
  readonly maxPixels: number;
  readonly maxTextChars: number;
  /** Of an archive: unpacked at most this much, and at most so many times its size beyond what is free of that rule. */
  readonly maxUnpackedBytes: number;
  readonly maxRatio: number;
  readonly freeBytes: number;
  readonly maxParts: number;
}

export const READER_LIMITS: ReaderLimits = {
  memoryBytes: 512 * MIB,
  firstMemoryBytes: 160 * MIB,
  timeoutMs: 120_000,
  documentTimeoutMs: 1_800_000,
  maxPages: 2_000,
  maxScannedPages: 300,
  maxPixels: 40_000_000,
  maxTextChars: 50_000_000,
  maxUnpackedBytes: 100 * MIB,
  maxRatio: 100,
  freeBytes: MIB,
  maxParts: 5_000,
};
