import { readEvents } from '../sse/event-reader.js';
import { eventsWith } from '../sse/whole-events.js';

/**
 * How usage begins that is not null, as JavaScript and Python write JSON. Inside a string the quotes would be escaped, so an answer's text
 * never looks like it.
 */
const USAGE = /"usage": ?\{/g;

/** A piece of whole events without those that hold nothing but the usage: they are for callers who asked for it. */
export function withoutUsage(piece: Buffer): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  for (const [start, end] of eventsWith(piece, USAGE)) {
    if (!isUsageOnly(piece.subarray(start, end))) continue;
    kept.push(piece.subarray(from, start));
    from = end;
  }
  return from === 0 ? piece : Buffer.concat([...kept, piece.subarray(from)]);
}

function isUsageOnly(event: Buffer): boolean {
  return readEvents(event.toString()).some(({ data }) => holdsUsageOnly(data));
}

function holdsUsageOnly(data: string): boolean {
  try {
    const { choices, usage } = JSON.parse(data) as { choices?: unknown[]; usage?: unknown };
    return typeof usage === 'object' && usage !== null && (choices === undefined || choices.length === 0);
  } catch {
    return false;
  }
}
