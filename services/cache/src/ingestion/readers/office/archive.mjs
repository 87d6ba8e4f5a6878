import yauzl from 'yauzl';
import { Refusal } from '../document/refusal.mjs';

const MIB = 1024 * 1024;
const OLD_FORMAT = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * The parts of an office document that are wanted, by name. What the archive's own table says is checked first, then what is unpacked is
 * counted: the table may lie.
 */
export async function openArchive(bytes, limits, kind) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  assertArchive(buffer, kind);
  const archive = await yauzl.fromBufferPromise(buffer, { lazyEntries: true, validateEntrySize: true, autoClose: false });
  const entries = new Map();
  for await (const entry of archive.eachEntry()) {
    entries.set(entry.fileName, entry);
    if (entries.size > limits.maxParts) throw new Refusal(`holds more than ${limits.maxParts} parts; send it without embedded files`);
  }
  const budget = new Budget(buffer.length, limits);
  budget.assert([...entries.values()].reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0));
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    /** @returns the part's bytes, undefined where there is none of that name */
    part: async (name) => {
      const entry = entries.get(name);
      return entry && unpack(await archive.openReadStreamPromise(entry), budget);
    },
  };
}

function assertArchive(buffer, { name, ending }) {
  if (buffer.length === 0) throw new Refusal(`is empty; send ${name} with text in it`);
  if (buffer.subarray(0, 4).equals(OLD_FORMAT)) {
    throw new Refusal(`is an old ${ending.slice(0, 4)} file or protected by a password; save it as ${ending} without a password`);
  }
  if (buffer.subarray(0, 2).toString('latin1') !== 'PK') {
    throw new Refusal(`is not ${name} (${ending}); send one, or name the media type that it has`);
  }
}

async function unpack(stream, budget) {
  const chunks = [];
  for await (const chunk of stream) {
    budget.add(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** An office document unpacks to some 5 to 20 times its size. */
class Budget {
  #unpacked = 0;

  constructor(packedBytes, { maxUnpackedBytes, maxRatio, freeBytes }) {
    this.most = Math.min(maxUnpackedBytes, Math.max(freeBytes, packedBytes * maxRatio));
    this.words = `unpacks to more than ${maxUnpackedBytes / MIB} MiB or ${maxRatio} times its size; send it in parts, without embedded files`;
  }

  add(bytes) {
    this.#unpacked += bytes;
    this.assert(this.#unpacked);
  }

  assert(bytes) {
    if (bytes > this.most) throw new Refusal(this.words);
  }
}
