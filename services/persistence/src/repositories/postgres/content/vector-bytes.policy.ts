const HEADER_BYTES = 4;
const FLOAT_BYTES = 4;

/** pgvector's binary form: dimensions, a reserved number, then each float, all of them big-endian. */
export function toVectorBytes(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + vector.length * FLOAT_BYTES);
  bytes.writeUInt16BE(vector.length, 0);
  for (let at = 0; at < vector.length; at += 1) bytes.writeFloatBE(vector[at] ?? 0, HEADER_BYTES + at * FLOAT_BYTES);
  return bytes;
}
