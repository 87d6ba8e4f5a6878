/** Bytes that are compared at once. */
const VECTOR_BYTES = 16;
const PAGE_BYTES = 65_536;
/** Small enough to stay in a core's own cache. */
const BLOCK_PAGES = 2;
const ASKED_AT = BLOCK_PAGES * PAGE_BYTES;
const FOUND_AT = ASKED_AT + PAGE_BYTES;
const PAGES = BLOCK_PAGES + 2;
const MAX_FOUND = PAGE_BYTES / 2;

/**
 * WebAssembly, because JavaScript has no instruction that counts bits: some ten times faster. One function, `distances(count, bytesEach)`, in names
 * of the specification: for each of `count` rows from 0 on, the bits in which it differs from what lies at ASKED_AT, as 16 bits from FOUND_AT on.
 */
// prettier-ignore
const MODULE = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
  ...section(0x01, [1, 0x60, 2, 0x7f, 0x7f, 0]), // type: (i32 count, i32 bytesEach) -> nothing
  ...section(0x02, [1, 1, 0x6d, 1, 0x6d, 0x02, 0x00, PAGES]), // import: "m" "m", the memory
  ...section(0x03, [1, 0]), // function 0 is of type 0
  ...section(0x07, [1, 1, 0x64, 0x00, 0]), // export: function 0 as "d"
  ...section(0x0a, [1, ...sized([
    2, 3, 0x7f, 1, 0x7b, // locals: i32 row 2, i32 found 3, i32 at 4; v128 sum 5
    0x41, ...leb(FOUND_AT), 0x21, 3, // found = FOUND_AT
    0x02, 0x40, 0x20, 0, 0x45, 0x0d, 0, // block; leave it if count is 0
    0x03, 0x40, // loop over the rows
    0x41, 0, 0x21, 4, // at = 0
    0xfd, 0x0c, ...new Array<number>(VECTOR_BYTES).fill(0), 0x21, 5, // sum = 0
    0x03, 0x40, // loop over a row
    0x20, 5,
    0x20, 2, 0x20, 4, 0x6a, 0xfd, 0x00, 0, 0, // v128.load row + at
    0x20, 4, 0xfd, 0x00, 0, ...leb(ASKED_AT), // v128.load ASKED_AT + at
    0xfd, 0x51, 0xfd, 0x62, 0xfd, 0x7d, // v128.xor, i8x16.popcnt, i16x8.extadd_pairwise_i8x16_u
    0xfd, 0x8e, 0x01, 0x21, 5, // sum = i16x8.add
    0x20, 4, 0x41, VECTOR_BYTES, 0x6a, 0x22, 4, 0x20, 1, 0x49, 0x0d, 0, // at += 16, again while at < bytesEach
    0x0b,
    0x20, 3, // where to
    0x20, 5, 0xfd, 0x7f, 0x22, 5, 0xfd, 0x1b, 0, // i32x4.extadd_pairwise_i16x8_u, its lanes added
    0x20, 5, 0xfd, 0x1b, 1, 0x6a, 0x20, 5, 0xfd, 0x1b, 2, 0x6a, 0x20, 5, 0xfd, 0x1b, 3, 0x6a,
    0x3b, 0, 0, // i32.store16
    0x20, 3, 0x41, 2, 0x6a, 0x21, 3, // found += 2
    0x20, 2, 0x20, 1, 0x6a, 0x21, 2, // row += bytesEach
    0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, // count -= 1, again while there are some
    0x0b, 0x0b, 0x0b,
  ])]),
]);

/** A number as the format writes it. */
function leb(value: number): number[] {
  return value < 64 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)];
}

function sized(bytes: readonly number[]): number[] {
  return [...leb(bytes.length), ...bytes];
}

function section(id: number, bytes: readonly number[]): number[] {
  return [id, ...sized(bytes)];
}

/** What is used of it here; Node's types leave it out. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
const { d: distancesOf } = new WebAssembly.Instance(new WebAssembly.Module(MODULE), { m: { m: memory } }).exports as {
  d: (count: number, bytesEach: number) => void;
};
const block = new Uint8Array(memory.buffer, 0, BLOCK_PAGES * PAGE_BYTES);
const askedFor = new Uint8Array(memory.buffer, ASKED_AT, PAGE_BYTES);
const found = new Uint16Array(memory.buffer, FOUND_AT, MAX_FOUND);

/** What a signature takes in `hammingDistances`: whole steps of the comparison, the rest of the last one 0. */
export function paddedBytes(bytes: number): number {
  return Math.ceil(bytes / VECTOR_BYTES) * VECTOR_BYTES;
}

/**
 * In how many bits each of `count` signatures differs from `asked`.
 * @param signatures one behind the other, each of `asked`'s length
 * @param asked of a length that `paddedBytes` gives, up to 64 KiB
 */
export function hammingDistances(signatures: Uint8Array, count: number, asked: Uint8Array, into: Uint16Array): void {
  const bytesEach = asked.length;
  askedFor.set(asked);
  const atOnce = Math.min(Math.floor(block.length / bytesEach), MAX_FOUND);
  for (let from = 0; from < count; from += atOnce) {
    const here = Math.min(atOnce, count - from);
    block.set(signatures.subarray(from * bytesEach, (from + here) * bytesEach));
    distancesOf(here, bytesEach);
    into.set(found.subarray(0, here), from);
  }
}
