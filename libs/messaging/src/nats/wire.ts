import { AppError } from '@docmind/errors';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { DEFAULT_DEADLINE_MS, newRequestContext, type RequestContext } from '../calls/request-context.js';

/** Heard by every replica, without a queue group: only the one that works on the call knows its id. */
export const CANCEL_SUBJECT = 'docmind.call.cancel';
/** Where the replies to one service come: NATS lets no other hear them. */
export function inboxOf(service: string): string {
  return `_INBOX_${service}`;
}

/** How often whoever works on a request says that it is alive. NATS tells nobody that a replica died with a request in its hands. */
export const KEEP_ALIVE_MS = 1_000;
/** So much silence means that it is gone. */
export const STREAM_SILENCE_LIMIT_MS = 5_000;
/** Longer: the transaction of a large document takes its whole process for seconds. */
export const CALL_SILENCE_LIMIT_MS = 10_000;

export type WireReply = { d: unknown } | { error: unknown };
/** `n` counts from 0 without gaps. */
export type WireFrame = { n: number; d: unknown } | { n: number; end: true } | { n: number; error: unknown };
/** Comes between the others, of calls and of streams. */
export type WireKeepAlive = { alive: true };

export function instanceSubject(subject: string, instance: string): string {
  return `${subject}.${instance}`;
}

export function toHeaders(context: RequestContext, callId: string): MsgHdrs {
  const sent = headers();
  sent.set('traceparent', context.traceparent);
  sent.set('x-request-id', context.requestId);
  sent.set('x-tenant', context.tenant);
  sent.set('x-deadline', String(context.deadline));
  sent.set('x-call-id', callId);
  return sent;
}

/** The replica that has the first part of a request and waits for the others. */
export function continueAt(instance: string): MsgHdrs {
  const sent = headers();
  sent.set('x-continue', instance);
  return sent;
}

export function continuedAt(received: MsgHdrs | undefined): string | undefined {
  return received?.get('x-continue') || undefined;
}

export function fromHeaders(received: MsgHdrs | undefined): { context: RequestContext; callId: string } {
  const value = (name: string) => received?.get(name) || undefined;
  const deadline = Number(value('x-deadline') ?? Number.NaN);
  const context = newRequestContext({
    requestId: value('x-request-id'),
    tenant: value('x-tenant'),
    traceparent: value('traceparent'),
    deadline: Number.isFinite(deadline) ? deadline : Date.now() + DEFAULT_DEADLINE_MS,
  });
  return { context, callId: value('x-call-id') ?? '' };
}

export function encode(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value ?? null));
}

/** @throws AppError INVALID_ARGUMENT for what isn't JSON */
export function decode(data: Uint8Array, subject: string): unknown {
  try {
    return JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'));
  } catch (cause) {
    throw new AppError('INVALID_ARGUMENT', `The message on ${subject} is not JSON`, { cause });
  }
}
