/** Vectors end to end as little-endian float32. */
export function joinVectors(vectors: readonly Float32Array[]): Uint8Array {
  return Buffer.concat(vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)));
}

/** @throws Error when the bytes aren't whole vectors */
export function splitVectors(bytes: Uint8Array, dimensions: number): Float32Array[] {
  const size = dimensions * Float32Array.BYTES_PER_ELEMENT;
  if (bytes.byteLength % size !== 0) throw new Error(`${bytes.byteLength} bytes are no whole vectors of ${dimensions} dimensions`);
  // A copy, because the driver's buffer may start at an offset that isn't a multiple of four.
  const aligned = new Uint8Array(bytes).buffer;
  return Array.from({ length: bytes.byteLength / size }, (_, at) => new Float32Array(aligned, at * size, dimensions));
}
