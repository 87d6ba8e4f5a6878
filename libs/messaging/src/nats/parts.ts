// A NATS server takes messages up to its max_payload. What is larger goes in parts, so that this is nobody's limit but NATS's own.
import { AppError } from '@docmind/errors';
import { headers as newHeaders, type Msg, type MsgHdrs } from '@nats-io/transport-node';

/** Of one message in all its parts: what both sides hold in memory at once. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** NATS counts headers as payload. */
const HEADER_ROOM_BYTES = 4_096;
const SMALLEST_PART_BYTES = 256;
const PART = 'x-part';

/** Which of how many, from 0. */
export interface PartPlace {
  readonly index: number;
  readonly count: number;
}

/** One or more, in order. @throws AppError INVALID_ARGUMENT where even parts are too much */
export function partsOf(bytes: Uint8Array, maxPayloadBytes: number, subject: string): Uint8Array[] {
  if (bytes.byteLength > MAX_MESSAGE_BYTES) {
    const sizes = `has ${bytes.byteLength} bytes, at most ${MAX_MESSAGE_BYTES} are right`;
    throw new AppError('INVALID_ARGUMENT', `The message to ${subject} ${sizes}`);
  }
  const size = Math.max(SMALLEST_PART_BYTES, maxPayloadBytes - HEADER_ROOM_BYTES);
  const parts = [bytes.subarray(0, size)];
  for (let at = size; at < bytes.byteLength; at += size) parts.push(bytes.subarray(at, at + size));
  return parts;
}

export function markPart(headers: MsgHdrs, { index, count }: PartPlace): MsgHdrs {
  headers.set(PART, `${index}/${count}`);
  return headers;
}

/** Nothing is sent of what is too large. @throws AppError INVALID_ARGUMENT */
export function respondInParts(message: Msg, bytes: Uint8Array, maxPayloadBytes: number): void {
  const parts = partsOf(bytes, maxPayloadBytes, `the caller of ${message.subject}`);
  if (parts.length === 1) message.respond(bytes);
  else parts.forEach((part, index) => message.respond(part, { headers: markPart(newHeaders(), { index, count: parts.length }) }));
}

/** Undefined for a message that is whole. */
export function placeOf(headers: MsgHdrs | undefined): PartPlace | undefined {
  const text = headers?.get(PART);
  if (!text) return undefined;
  const [index = Number.NaN, count = Number.NaN] = text.split('/').map(Number);
  return { index, count };
}

/** Parts on their way to become one message. */
export class PartsInOrder {
  private readonly parts: Uint8Array[] = [];
  bytes = 0;

  /**
   * @returns the message with its last part
   * @throws AppError UNAVAILABLE where one is missing, INVALID_ARGUMENT where they become too much
   */
  take(part: Uint8Array, { index, count }: PartPlace): Uint8Array | undefined {
    if (index !== this.parts.length) throw new AppError('UNAVAILABLE', `Part ${this.parts.length} of ${count} of a message is missing`);
    const bytes = this.bytes + part.byteLength;
    if (bytes > MAX_MESSAGE_BYTES) throw new AppError('INVALID_ARGUMENT', `A message has at most ${MAX_MESSAGE_BYTES} bytes`);
    this.bytes = bytes;
    this.parts.push(part);
    return this.parts.length === count ? Buffer.concat(this.parts) : undefined;
  }
}
