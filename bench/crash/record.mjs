// What recorder.c wrote down, operation by operation.

export const KINDS = [
  'none',
  'open',
  'create',
  'write',
  'truncate',
  'sync',
  'sync-failed',
  'sync-folder',
  'rename',
  'unlink',
  'make-folder',
  'remove-folder',
  'promise',
];
const HEADER_BYTES = 32;

/** @returns {Generator<{kind: string, inode: bigint, offset: number, path: string, to: string, data: Buffer}>} a half written last one is left out */
export function* operationsOf(bytes) {
  for (let at = 0; at + HEADER_BYTES <= bytes.length;) {
    const [kind, pathLength, toLength, dataLength] = [0, 4, 8, 12].map((offset) => bytes.readUInt32LE(at + offset));
    const next = (length) => bytes.subarray(position, (position += length));
    let position = at + HEADER_BYTES;
    const end = position + pathLength + toLength + dataLength;
    if (end > bytes.length) return;
    yield {
      kind: KINDS[kind],
      inode: bytes.readBigUInt64LE(at + 16),
      offset: Number(bytes.readBigInt64LE(at + 24)),
      path: next(pathLength).toString(),
      to: next(toLength).toString(),
      data: next(dataLength),
    };
    at = end;
  }
}
