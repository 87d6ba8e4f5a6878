// A TIFF is a chain of pages, of which what reads pictures sees the first.
const LITTLE = 0x49;
const BIG = 0x4d;
const TIFF = 42;
const ENTRY_BYTES = 12;

/** Where the pages of a TIFF begin, at most one more than are wanted. Undefined of any other picture. */
export function pageStarts(bytes, maxPages) {
  const starts = new Set();
  for (let at = startOf(bytes); at > 0 && !starts.has(at) && starts.size <= maxPages; at = nextOf(bytes, at)) starts.add(at);
  return starts.size === 0 ? undefined : [...starts];
}

/** Makes a page the first, in these very bytes. */
export function beginAt(bytes, start) {
  viewOf(bytes).setUint32(4, start, isLittle(bytes));
}

const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const isLittle = (bytes) => bytes[0] === LITTLE;

function startOf(bytes) {
  const isMarked = bytes.length >= 8 && bytes[0] === bytes[1] && (bytes[0] === LITTLE || bytes[0] === BIG);
  if (!isMarked || viewOf(bytes).getUint16(2, isLittle(bytes)) !== TIFF) return 0;
  return viewOf(bytes).getUint32(4, isLittle(bytes));
}

/** 0 after the last one, and where the chain leads out of the file. */
function nextOf(bytes, at) {
  if (at + 2 > bytes.length) return 0;
  const link = at + 2 + viewOf(bytes).getUint16(at, isLittle(bytes)) * ENTRY_BYTES;
  return link + 4 > bytes.length ? 0 : viewOf(bytes).getUint32(link, isLittle(bytes));
}
