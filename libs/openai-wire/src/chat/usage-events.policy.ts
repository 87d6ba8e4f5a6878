import { readEvents } from '../sse/event-reader.js';
import { eachEvent, holdsAny } from '../sse/whole-events.js';

/**
 * How usage begins that is not null, as JavaScript and Python write JSON. Inside a string the quotes would be escaped, so an answer's text
 * never looks like it.
 */
export const USAGE_MARKS = ['"usage":{', '"usage": {'];

/** A piece of whole events without those that hold nothing but the usage: they are for callers who asked for it. */
export function withoutUsage(piece: Buffer): Buffer {
  if (!holdsAny(piece, USAGE_MARKS)) return piece;
  return Buffer.concat([...eachEvent(piece)].filter((event) => !isUsageOnly(event)));
}

function isUsageOnly(event: Buffer): boolean {
  if (!holdsAny(event, USAGE_MARKS)) return false;
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
