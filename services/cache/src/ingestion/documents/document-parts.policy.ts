import { z } from 'zod';
import type { TextChunk } from './parsed-document.js';

const factsSchema = z.object({ pages: z.number(), parts: z.number(), chunks: z.number().optional() });
/** What each part says of the whole: `chunks` where it is a part of them. */
export type PartFacts = z.infer<typeof factsSchema>;

const LINE_END = 10;

export function factsOf(part: Uint8Array): PartFacts {
  return factsSchema.parse(JSON.parse(Buffer.from(part.subarray(0, part.indexOf(LINE_END))).toString()));
}

export function chunksOf(part: Uint8Array): TextChunk[] {
  return JSON.parse(Buffer.from(part.subarray(part.indexOf(LINE_END))).toString()) as TextChunk[];
}
