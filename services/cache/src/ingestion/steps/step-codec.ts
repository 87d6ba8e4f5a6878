import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import type { StepKey } from './step-store.port.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
/** Text comes to a fifth of its size, nearly as small as at the slow levels, and packing never slows a document down. */
const QUALITY = 3;
const FLOAT_BYTES = 4;

/** Packs a step's result, off the main thread. What comes out of `unpack` is byte for byte what went into `pack`. */
export async function pack(step: StepKey['step'], result: Uint8Array): Promise<Uint8Array> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: result.byteLength };
  return compress(step === 'embed' ? toPlanes(result) : result, { params });
}

/** @throws Error when the bytes are damaged or give something else than `rawBytes` */
export async function unpack(step: StepKey['step'], packed: Uint8Array, rawBytes: number): Promise<Uint8Array> {
  const raw = await decompress(packed, { maxOutputLength: Math.max(1, rawBytes) });
  if (raw.byteLength !== rawBytes) throw new Error(`a kept result of ${raw.byteLength} bytes should have ${rawBytes}`);
  return step === 'embed' ? fromPlanes(raw) : raw;
}

/** The first bytes of all numbers, then the second ones and so on: the signs and exponents of vectors are alike, their last bits noise. */
function toPlanes(bytes: Uint8Array): Uint8Array {
  const count = Math.floor(bytes.byteLength / FLOAT_BYTES);
  const planes = Uint8Array.from(bytes);
  for (let at = 0; at < count; at += 1) {
    for (let byte = 0; byte < FLOAT_BYTES; byte += 1) planes[byte * count + at] = bytes[at * FLOAT_BYTES + byte] as number;
  }
  return planes;
}

function fromPlanes(planes: Uint8Array): Uint8Array {
  const count = Math.floor(planes.byteLength / FLOAT_BYTES);
  const bytes = Uint8Array.from(planes);
  for (let at = 0; at < count; at += 1) {
    for (let byte = 0; byte < FLOAT_BYTES; byte += 1) bytes[at * FLOAT_BYTES + byte] = planes[byte * count + at] as number;
  }
  return bytes;
}
