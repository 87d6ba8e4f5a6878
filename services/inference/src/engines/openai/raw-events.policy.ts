import type { Usage } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { eventsWith, isDone, type ReadChunk, readChunk, readEvents, SSE_DONE } from '@docmind/openai-wire';

/**
 * Only events that hold one of these are read; reading all of them cost more than everything else that is done for a stream. Inside a
 * string of JSON the quotes would be escaped, so an answer's text never looks like one.
 */
const MARKS = /"usage": ?\{|"error"|\[DONE\]|"finish_reason": ?"/g;

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
  const kept: Buffer[] = [];
  const told: Told = { isLast: false, isFinished: false };
  let from = 0;
  for (const [start, end] of eventsWith(events, MARKS)) {
    try {
      const read = readEvent(events.subarray(start, end));
      note(told, read);
      if (showUsage || !read.isUsageOnly) continue;
    } catch (thrown) {
      return { bytes: Buffer.concat([...kept, events.subarray(from, start)]), ...told, failure: toAppError(thrown) };
    }
    kept.push(events.subarray(from, start));
    from = end;
  }
  // The piece itself where nothing was taken out.
  return { bytes: from === 0 ? events : Buffer.concat([...kept, events.subarray(from)]), ...told };
}

interface Told {
  usage?: Usage;
  isLast: boolean;
  isFinished: boolean;
}

function note(told: Told, { usage, isLast, finishReason }: ReturnType<typeof readEvent>): void {
  told.usage ??= usage;
  told.isLast ||= isLast;
  told.isFinished ||= finishReason !== undefined;
}

/** Whether a stream came to its end. */
export class StreamEnd {
  private isEnded = false;
  private isAnswered = false;

  note({ isLast, isFinished }: Piece): void {
    this.isEnded ||= isLast;
    this.isAnswered ||= isFinished;
  }

  /** What an engine left out that wrote a whole answer and no end. @throws AppError UNAVAILABLE where the answer is not whole */
  missing(): string | undefined {
    if (this.isEnded) return undefined;
    if (this.isAnswered) return SSE_DONE;
    throw brokenOff();
  }
}

export function brokenOff(): AppError {
  return new AppError('UNAVAILABLE', 'The engine broke off in the middle of its answer');
}

const ORDINARY = { usage: undefined, isUsageOnly: false, isLast: false, finishReason: undefined };

/** @throws AppError UNAVAILABLE for an error of the engine */
function readEvent(event: Buffer): Pick<ReadChunk, 'usage' | 'isUsageOnly' | 'finishReason'> & { readonly isLast: boolean } {
  const data = readEvents(event.toString())[0]?.data;
  if (data === undefined) return ORDINARY;
  return isDone(data) ? { ...ORDINARY, isLast: true } : { ...readChunk(data), isLast: false };
}
