/** The same bytes, not a copy. */
export function toBytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy, because a pooled Buffer may start at an offset that isn't a multiple of four. */
export function toFloats(bytes: Uint8Array): Float32Array {
  const floats = new Float32Array(bytes.byteLength / Float32Array.BYTES_PER_ELEMENT);
  Buffer.from(floats.buffer).set(bytes);
  return floats;
}
