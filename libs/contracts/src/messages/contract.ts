import type { ZodType } from 'zod';

/** One request, one reply. The receiver validates the request with `request`. */
export interface CallContract<Request, Reply> {
  readonly kind: 'call';
  readonly subject: string;
  readonly request: ZodType<Request>;
  readonly reply: ZodType<Reply>;
  readonly isRepeatable?: true;
}

/** One request, many numbered frames, one end. The caller may cancel at any time. */
export interface StreamContract<Request, Frame> {
  readonly kind: 'stream';
  readonly subject: string;
  readonly request: ZodType<Request>;
  readonly frame: ZodType<Frame>;
  readonly isRepeatable?: true;
}

/** Something that happened; nobody answers. Named in the past tense or as a record. */
export interface EventContract<Payload> {
  readonly kind: 'event';
  readonly subject: string;
  /** `one`: one replica of a service hears it, as with a call. `each`: all of them do, also the one that says it. */
  readonly audience: 'one' | 'each';
  readonly request: ZodType<Payload>;
}

export type AnyContract = CallContract<unknown, unknown> | StreamContract<unknown, unknown> | EventContract<unknown>;

export function defineCall<Request, Reply>(
  subject: string,
  request: ZodType<Request>,
  reply: ZodType<Reply>,
): CallContract<Request, Reply> {
  return { kind: 'call', subject, request, reply };
}

export function defineStream<Request, Frame>(
  subject: string,
  request: ZodType<Request>,
  frame: ZodType<Frame>,
): StreamContract<Request, Frame> {
  return { kind: 'stream', subject, request, frame };
}

/**
 * To do it twice changes nothing but the time it takes. Where the replica that had it falls silent before its first word, another one is asked, once: a
 * replica that is killed costs its caller seconds, and no answer.
 */
export function repeatable<Contract extends { readonly kind: 'call' | 'stream' }>(
  contract: Contract,
): Contract & { readonly isRepeatable: true } {
  return { ...contract, isRepeatable: true };
}

export function defineEvent<Payload>(subject: string, request: ZodType<Payload>, audience: 'one' | 'each' = 'one'): EventContract<Payload> {
  return { kind: 'event', subject, request, audience };
}
