import type { Role } from '@docmind/contracts';
import type { AppError } from '@docmind/errors';
import {
  DEFAULT_TENANT,
  newRequestContext,
  type RequestContext,
  requestFacts,
  type Spans,
  traceIdOf,
  traceparentFrom,
} from '@docmind/messaging';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeyHolder } from '../keys/key-entry.js';

/** Writes a refusal to the audit log. @returns the same, to be thrown */
type Refuse = (refused: AppError) => AppError;

export interface Permit {
  readonly roles: readonly Role[];
  /** For what the door let in and the route refuses: it is audited as what the door refuses. */
  readonly refuse: Refuse;
  /** What the audit log says of this request beside the route, where it logs it: never a secret. */
  note(facts: object): void;
}

interface Carried {
  holder?: KeyHolder;
  refuse?: Refuse;
  noted?: object;
  spend?: (tokens: number) => void;
  context?: RequestContext;
  traced?: TracedRequest;
}
interface TracedRequest {
  readonly spans: Spans;
  readonly traceparent: string;
}
/** On the request itself: thousands of entries a second in a WeakMap are work for every garbage collection. */
const CARRIED = Symbol('carried');
type Carrier = FastifyRequest & { [CARRIED]?: Carried };

/** @param spend counts tokens, for a key whose tokens are limited */
export function setHolder(request: Carrier, holder: KeyHolder, refuse: Refuse, spend?: (tokens: number) => void): void {
  const carried = (request[CARRIED] ??= {});
  carried.holder = holder;
  carried.refuse = refuse;
  carried.spend = spend;
}

/** Of a request that has a span: what it asks of others becomes part of its trace. */
export function setTraced(request: Carrier, traced: TracedRequest): void {
  (request[CARRIED] ??= {}).traced = traced;
}

/** What its route wants the audit log to say. */
export function notedIn(request: Carrier): object {
  return request[CARRIED]?.noted ?? {};
}

/** One context a request; its signal aborts when the client closes before the answer is finished. */
export function contextOf(request: Carrier, reply: FastifyReply): RequestContext {
  const known = (request[CARRIED] ??= {});
  if (known.context) return known.context;
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  const context = newRequestContext({
    requestId: request.id,
    tenant: known.holder?.tenant ?? DEFAULT_TENANT,
    spans: known.traced?.spans,
    traceparent: known.traced?.traceparent ?? traceparentFrom(traceparentIn(request)),
    signal: left.signal,
    spend: known.spend,
  });
  known.context = context;
  return context;
}

export function traceparentIn({ headers: { traceparent } }: FastifyRequest): string | undefined {
  return Array.isArray(traceparent) ? traceparent[0] : traceparent;
}

/** For a log line: what is known of a request that may have failed before it had a context. */
export function factsOf(request: Carrier): object {
  const context = request[CARRIED]?.context;
  if (context) return requestFacts(context);
  const trace_id = traceIdOf(String(request.headers.traceparent));
  return { requestId: request.id, ...(trace_id === '' ? {} : { trace_id }) };
}

/** The RequestContext of this HTTP request, as a controller's parameter. Whether the caller may ask was settled at the door. */
export const HttpContext = createParamDecorator((_: undefined, host: ExecutionContext): RequestContext => {
  const http = host.switchToHttp();
  return contextOf(http.getRequest<Carrier>(), http.getResponse<FastifyReply>());
});

/** Whose key came with this HTTP request, as a controller's parameter. */
export const Caller = createParamDecorator((_: undefined, host: ExecutionContext): KeyHolder | undefined => holderIn(host));

/** Whether the caller has this role, as a controller's parameter, for routes that show more to some. */
export const CallerHas = createParamDecorator((role: Role, host: ExecutionContext): boolean => hasRole(role, host));

/** What the caller may do, as a controller's parameter, for a route that does many things and refuses some of them by itself. */
export const CallerPermit = createParamDecorator((_: undefined, host: ExecutionContext): Permit => {
  const carried = carriedIn(host) ?? {};
  const note = (facts: object) => (carried.noted = facts);
  return { roles: rolesIn(host), refuse: carried.refuse ?? ((refused) => refused), note };
});

function hasRole(role: Role, host: ExecutionContext): boolean {
  return rolesIn(host).includes(role);
}

function rolesIn(host: ExecutionContext): readonly Role[] {
  return holderIn(host)?.roles ?? [];
}

function holderIn(host: ExecutionContext): KeyHolder | undefined {
  return carriedIn(host)?.holder;
}

function carriedIn(host: ExecutionContext): Carried | undefined {
  return host.switchToHttp().getRequest<Carrier>()[CARRIED];
}
