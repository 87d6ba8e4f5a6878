import type { KvDtype } from '@docmind/contracts';

/**
 * Bytes of one number as a fraction, exact: llama.cpp's blocks hold 32 numbers of 8, 5 or 4 bits and one or two fp16 scales
 * (ggml-common.h: q8_0 34 bytes, q5_1 24, q5_0 22, q4_1 20, q4_0 18).
 */
const BYTES: Readonly<Record<KvDtype, readonly [bytes: number, numbers: number]>> = {
  f32: [4, 1],
  fp16: [2, 1],
  bf16: [2, 1],
  fp8: [1, 1],
  q8_0: [34, 32],
  q5_1: [24, 32],
  q5_0: [22, 32],
  q4_1: [20, 32],
  q4_0: [18, 32],
};

export function bytesOf(numbers: number, dtype: KvDtype): number {
  const [bytes, per] = BYTES[dtype];
  return (numbers * bytes) / per;
}

/** Blocks of llama.cpp can't span two heads. */
export function fitsHeads(dtype: KvDtype, headDims: readonly number[]): boolean {
  const per = BYTES[dtype][1];
  return headDims.every((dim) => dim % per === 0);
}

const NAMES: Readonly<Record<string, KvDtype>> = {
  f32: 'f32',
  float32: 'f32',
  f16: 'fp16',
  fp16: 'fp16',
  half: 'fp16',
  float16: 'fp16',
  bf16: 'bf16',
  bfloat16: 'bf16',
  fp8: 'fp8',
  fp8_e4m3: 'fp8',
  fp8_e5m2: 'fp8',
  q8_0: 'q8_0',
  q5_1: 'q5_1',
  q5_0: 'q5_0',
  q4_1: 'q4_1',
  q4_0: 'q4_0',
};

/** The names that engines and people use for one type; undefined for a word that names none. */
export function kvDtypeOf(name: string): KvDtype | undefined {
  return NAMES[name.trim().toLowerCase()];
}
