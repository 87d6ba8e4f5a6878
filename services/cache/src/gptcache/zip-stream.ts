import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const DIRECTORY_END = 0x06054b50;
const VERSION = 20;
/** Sizes follow the data, names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980, the first day the format knows: the content says when it was made. */
const DATE = 0x21;

/** A zip archive of one member that is written while it is read. (PKWARE's APPNOTE 6.3.3; without zip64, so below 4 GiB.) */
export async function* zipOf(name: string, content: AsyncIterable<string>): AsyncGenerator<Buffer> {
  const sums = { crc: 0, size: 0, packed: 0 };
  const header = record([LOCAL_HEADER, 4], [VERSION, 2], ...sharedFields({ crc: 0, size: 0, packed: 0 }, name), [0, 2]);
  yield Buffer.concat([header, Buffer.from(name)]);
  for await (const piece of deflated(content, sums)) {
    sums.packed += piece.length;
    yield piece;
  }
  yield record([DESCRIPTOR, 4], [sums.crc, 4], [sums.packed, 4], [sums.size, 4]);
  const start = header.length + Buffer.byteLength(name) + sums.packed + 16;
  const directory = record(
    [DIRECTORY_HEADER, 4],
    [VERSION, 2],
    [VERSION, 2],
    ...sharedFields(sums, name),
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [0, 4],
  );
  yield Buffer.concat([directory, Buffer.from(name)]);
  yield record([DIRECTORY_END, 4], [0, 2], [0, 2], [1, 2], [1, 2], [directory.length + Buffer.byteLength(name), 4], [start, 4], [0, 2]);
}

/** The pipeline ends both sides when either fails or the reader leaves; whoever reads is told by the stream itself. */
function deflated(content: AsyncIterable<string>, sums: { crc: number; size: number }): AsyncIterable<Buffer> {
  return pipeline(Readable.from(summed(content, sums)), createDeflateRaw(), () => undefined);
}

async function* summed(content: AsyncIterable<string>, sums: { crc: number; size: number }): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    sums.crc = crc32(bytes, sums.crc);
    sums.size += bytes.length;
    yield bytes;
  }
}

/** From the flags to the name's length: the same in both headers. */
function sharedFields({ crc, size, packed }: { crc: number; size: number; packed: number }, name: string): [number, 2 | 4][] {
  return [
    [FLAGS, 2],
    [DEFLATED, 2],
    [0, 2],
    [DATE, 2],
    [crc, 4],
    [packed, 4],
    [size, 4],
    [Buffer.byteLength(name), 2],
  ];
}

/** Little-endian numbers of the given bytes, one after the other. */
function record(...fields: [number, 2 | 4][]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [, size]) => sum + size, 0));
  let at = 0;
  for (const [value, size] of fields) at = bytes.writeUIntLE(value, at, size);
  return bytes;
}
