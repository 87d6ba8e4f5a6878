import { z } from 'zod';

/** Tenant, namespace and the like: short, printable, usable as a key. */
export const identifierSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1-64 letters, digits, dot, dash or underscore');
export const documentIdSchema = z.string().min(1).max(128);

/** What a document's path may hold at most. */
export const MAX_DOCUMENT_PATH = 1_024;
/** What a document's path is held to, in words. */
export const DOCUMENT_PATH_FORM = 'must be a relative path in NFC with "/" between its parts, none of them empty, "." or ".."';
/** A document's identity in its tenant: where it lies below what was taken in, `2024/invoices/may.pdf`. */
export const documentPathSchema = z.string().min(1).max(MAX_DOCUMENT_PATH).refine(isDocumentPath, DOCUMENT_PATH_FORM);

/**
 * A path as it is known, however it was written: in NFD a letter is up to four characters. What is longer is none and stays as it is, because
 * putting its marks in order takes time with the square of their number.
 */
export function inNfc(path: string): string {
  return path.length > 4 * MAX_DOCUMENT_PATH ? path : path.normalize('NFC');
}

/** True for what names one place below a folder, in the one way that it can be written. */
export function isDocumentPath(path: string): boolean {
  if (path.length > MAX_DOCUMENT_PATH || path !== path.normalize('NFC') || /[\p{Cc}\\]/u.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

const TAG_FORM = 'must be 1-64 characters without a comma';
/** A word by which documents are put together. No comma, so that a list of them can be written in a line. */
export const tagSchema = z
  .string()
  .trim()
  // As with `inNfc`.
  .max(256, { error: TAG_FORM, abort: true })
  .normalize('NFC')
  .regex(/^[^\p{Cc},]{1,64}$/u, TAG_FORM);
export const MAX_TAGS = 32;
export const tagsSchema = z
  .array(tagSchema)
  .max(MAX_TAGS)
  .transform((tags) => [...new Set(tags)].sort());

/** Some of a tenant's documents: those that every given list fits, each list by any of its members. */
export const documentFilterSchema = z.object({
  documentIds: z.array(documentIdSchema).max(1_000).optional(),
  tags: z.array(tagSchema).max(MAX_TAGS).optional(),
  /** Paths of documents, or of folders that hold them at any depth. */
  under: z.array(documentPathSchema).max(100).optional(),
});
export type DocumentFilter = z.infer<typeof documentFilterSchema>;

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

/**
 * On a page of a PDF or a picture, from its top left corner: in points of the PDF, in pixels of the picture. A picture that a camera turned is measured as
 * it is shown.
 */
export const boxSchema = z
  .object({ page: z.number().int().positive(), x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .meta({ id: 'Box' });
export type Box = z.infer<typeof boxSchema>;

/** Where a statement comes from: the passage, and enough to show it. */
export const citationSchema = z
  .object({
    documentId: documentIdSchema,
    documentName: z.string(),
    chunkId: z.string(),
    page: z.number().int().positive().optional(),
    /** What is printed on the page as its number, where a PDF says. */
    pageLabel: z.string().optional(),
    /** Of a PDF or a picture: where the excerpt stands on its page, a box a line. */
    boxes: z.array(boxSchema).optional(),
    excerpt: z.string(),
    score: z.number(),
  })
  .meta({ id: 'Citation' });
export type Citation = z.infer<typeof citationSchema>;
