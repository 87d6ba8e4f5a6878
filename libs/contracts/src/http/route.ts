import { z, type ZodObject, type ZodType } from 'zod';
import type { ErrorCode } from '../primitives/error-code.js';
import type { Dialect } from './dialects/errors.js';

/** What a caller may do: ask; bring documents and answers; judge answers; switch, purge, export and back up. */
export const ROLES = ['query', 'ingest', 'feedback', 'operate'] as const;
export type Role = (typeof ROLES)[number];

/** A body as it crosses the wire. Of a stream the schema is one event's or one line's. */
export interface Payload {
  readonly type: string;
  readonly schema: ZodType;
}

/** A caller needs one of the roles. An open route needs no key: for probes, and for Prometheus. */
type WhoMayAsk =
  { readonly roles: readonly [Role, ...Role[]]; readonly isOpen?: undefined } | { readonly roles?: undefined; readonly isOpen: true };

/** One public HTTP route: what it takes, what it gives, and who may ask. The services' OpenAPI documents are made of these. */
export type RouteContract = WhoMayAsk & {
  readonly summary: string;
  /** A model works on it: it counts against the questions that a key may have at a time. */
  readonly isQuestion?: true;
  /** `docmind` where it isn't given. */
  readonly speaks?: Dialect;
  readonly query?: ZodObject;
  readonly headers?: ZodObject;
  readonly body?: Payload;
  /** One for each form that the caller may ask for; none where the answer is empty. */
  readonly replies: readonly Payload[];
  /** 200 where it isn't given. */
  readonly statuses?: readonly number[];
  readonly replyHeaders?: ZodObject;
  /** Beside those of every route: a request that isn't valid, a missing key or role, a fault of ours. */
  readonly errors?: readonly ErrorCode[];
};

/** By method and path, such as `GET /documents/{id}`. */
export type RouteTable = Readonly<Record<string, RouteContract>>;

export function json(schema: ZodType): Payload {
  return { type: 'application/json', schema };
}

/** A file, byte by byte. */
export function file(type: string): Payload {
  return { type, schema: z.string().meta({ format: 'binary' }) };
}

/** A word or two for people and probes. */
export function text(): Payload {
  return { type: 'text/plain', schema: z.string() };
}

/** Server-sent events. */
export function events(schema: ZodType): Payload {
  return { type: 'text/event-stream', schema };
}

/** A line of JSON each. */
export function lines(schema: ZodType): Payload {
  return { type: 'application/x-ndjson', schema };
}
