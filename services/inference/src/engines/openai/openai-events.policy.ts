import type { Usage } from '@docmind/contracts';
import { type AppError, toAppError } from '@docmind/errors';
import { readChunk } from './openai-format.policy.js';
import { dataOf, eventAround } from './sse-splitter.js';

/**
 * Only events that hold one of these are read; reading all of them cost more than everything else that is done for a stream. Inside a
 * string of JSON the quotes would be escaped, so an answer's text never looks like one.
 */
const MARKS = ['"usage":{', '"usage": {', '"error"'];

export interface Piece {
  /** What may be passed on as it is. */
  readonly bytes: Buffer;
  readonly usage?: Usage;
  /** What the engine said went wrong, after these bytes. */
  readonly failure?: AppError;
}

/** A piece of whole events on its way through: without the usage that nobody asked for, and cut where the engine reports an error. */
export function readPiece(events: Buffer, showUsage: boolean): Piece {
  const kept: Buffer[] = [];
  let usage: Usage | undefined;
  let readTo = 0;
  for (let at = markAt(events, 0); at >= 0; at = markAt(events, readTo)) {
    const { start, end } = eventAround(events, at);
    kept.push(events.subarray(readTo, start));
    readTo = end;
    try {
      const read = dataOf(events.subarray(start, end)).map(readChunk);
      usage ??= read.find((chunk) => chunk.usage)?.usage;
      if (showUsage || !read.some((chunk) => chunk.isUsageOnly)) kept.push(events.subarray(start, end));
    } catch (thrown) {
      return { bytes: Buffer.concat(kept), usage, failure: toAppError(thrown) };
    }
  }
  if (readTo === 0) return { bytes: events };
  return { bytes: Buffer.concat([...kept, events.subarray(readTo)]), usage };
}

function markAt(events: Buffer, from: number): number {
  const found = MARKS.map((mark) => events.indexOf(mark, from)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}
