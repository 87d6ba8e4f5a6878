import { z } from 'zod';

/** Tenant, namespace and the like: short, printable, usable as a key. */
export const identifierSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1-64 letters, digits, dot, dash or underscore');
export const documentIdSchema = z.string().min(1).max(128);
export const base64Schema = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64');

/** A float32 vector as base64 of its little-endian bytes. */
export const vectorSchema = base64Schema;

export function encodeVector(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

export function decodeVector(encoded: string): Float32Array {
  const bytes = Buffer.from(encoded, 'base64');
  // A copy, because a pooled Buffer may start at an offset that isn't a multiple of four.
  const vector = new Float32Array(Math.floor(bytes.byteLength / 4));
  Buffer.from(vector.buffer).set(bytes.subarray(0, vector.byteLength));
  return vector;
}

/** Where a statement comes from: the passage, and enough to show it. */
export const citationSchema = z
  .object({
    documentId: documentIdSchema,
    documentName: z.string(),
    chunkId: z.string(),
    page: z.number().int().positive().optional(),
    excerpt: z.string(),
    score: z.number(),
  })
  .meta({ id: 'Citation' });
export type Citation = z.infer<typeof citationSchema>;
