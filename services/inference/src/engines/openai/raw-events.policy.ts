import type { Usage } from '@docmind/contracts';
import { type AppError, toAppError } from '@docmind/errors';
import { eachEvent, holdsAny, isDone, type ReadChunk, readChunk, readEvents, USAGE_MARKS } from '@docmind/openai-wire';

/**
 * Only events that hold one of these are read; reading all of them cost more than everything else that is done for a stream. Inside a
 * string of JSON the quotes would be escaped, so an answer's text never looks like one.
 */
const MARKS = [...USAGE_MARKS, '"error"', '[DONE]', '"finish_reason":"', '"finish_reason": "'];

export interface Piece {
  /** What may be passed on as it is. */
  readonly bytes: Buffer;
  readonly usage?: Usage;
  /** Whether the stream is over with it, as it should be. */
  readonly isLast: boolean;
  /** Whether the answer is: some engines write no end of the stream. */
  readonly isFinished: boolean;
  /** What the engine said went wrong, after these bytes. */
  readonly failure?: AppError;
}

/** A piece of whole events on its way through: without the usage that nobody asked for, and cut where the engine reports an error. */
export function readPiece(events: Buffer, showUsage: boolean): Piece {
  if (!holdsAny(events, MARKS)) return { bytes: events, isLast: false, isFinished: false };
  const kept: Buffer[] = [];
  let usage: Usage | undefined;
  let isLast = false;
  let isFinished = false;
  for (const event of eachEvent(events)) {
    try {
      const read = readEvent(event);
      usage ??= read.usage;
      isLast ||= read.isLast;
      isFinished ||= read.finishReason !== undefined;
      if (showUsage || !read.isUsageOnly) kept.push(event);
    } catch (thrown) {
      return { bytes: Buffer.concat(kept), usage, isLast, isFinished, failure: toAppError(thrown) };
    }
  }
  return { bytes: joined(kept, events), usage, isLast, isFinished };
}

/** The piece itself where nothing was taken out. */
function joined(kept: readonly Buffer[], events: Buffer): Buffer {
  const length = kept.reduce((sum, event) => sum + event.length, 0);
  return length === events.length ? events : Buffer.concat(kept);
}

const ORDINARY = { usage: undefined, isUsageOnly: false, isLast: false, finishReason: undefined };

/** @throws AppError UNAVAILABLE for an error of the engine */
function readEvent(event: Buffer): Pick<ReadChunk, 'usage' | 'isUsageOnly' | 'finishReason'> & { readonly isLast: boolean } {
  const data = holdsAny(event, MARKS) ? readEvents(event.toString())[0]?.data : undefined;
  if (data === undefined) return ORDINARY;
  return isDone(data) ? { ...ORDINARY, isLast: true } : { ...readChunk(data), isLast: false };
}
