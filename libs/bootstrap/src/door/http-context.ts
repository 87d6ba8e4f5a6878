import type { Role } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { childTraceparent, DEFAULT_TENANT, newRequestContext, type RequestContext, requestFacts, traceIdOf } from '@docmind/messaging';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeyHolder } from '../keys/key-entry.js';

interface Carried {
  holder?: KeyHolder;
  context?: RequestContext;
}
/** On the request itself: thousands of entries a second in a WeakMap are work for every garbage collection. */
const CARRIED = Symbol('carried');
type Carrier = FastifyRequest & { [CARRIED]?: Carried };

export function setHolder(request: Carrier, holder: KeyHolder): void {
  request[CARRIED] = { holder };
}

/** One context a request; its signal aborts when the client closes before the answer is finished. */
export function contextOf(request: Carrier, reply: FastifyReply): RequestContext {
  const known = (request[CARRIED] ??= {});
  if (known.context) return known.context;
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  const traceparent = request.headers.traceparent;
  const context = newRequestContext({
    requestId: request.id,
    tenant: known.holder?.tenant ?? DEFAULT_TENANT,
    traceparent: childTraceparent(Array.isArray(traceparent) ? traceparent[0] : traceparent),
    signal: left.signal,
  });
  known.context = context;
  return context;
}

/** For a log line: what is known of a request that may have failed before it had a context. */
export function factsOf(request: Carrier): object {
  const context = request[CARRIED]?.context;
  if (context) return requestFacts(context);
  const trace_id = traceIdOf(String(request.headers.traceparent));
  return { requestId: request.id, ...(trace_id === '' ? {} : { trace_id }) };
}

/**
 * The RequestContext of this HTTP request, as a controller's parameter. `@HttpContext('operate')` lets in only callers with that role, a list
 * those with one of its roles.
 * @throws AppError PERMISSION_DENIED naming the role that is missing
 */
export const HttpContext = createParamDecorator((role: Role | readonly Role[] | undefined, host: ExecutionContext): RequestContext => {
  const roles = role === undefined ? [] : [role].flat();
  if (roles.length > 0 && !roles.some((one) => hasRole(one, host)))
    throw new AppError(
      'PERMISSION_DENIED',
      `This needs the role ${roles.map((one) => `"${one}"`).join(' or ')}; use a key whose "roles" name it`,
    );
  const http = host.switchToHttp();
  return contextOf(http.getRequest<Carrier>(), http.getResponse<FastifyReply>());
});

/** Whether the caller has this role, as a controller's parameter, for routes that show more to some. */
export const CallerHas = createParamDecorator((role: Role, host: ExecutionContext): boolean => hasRole(role, host));

function hasRole(role: Role, host: ExecutionContext): boolean {
  return host.switchToHttp().getRequest<Carrier>()[CARRIED]?.holder?.roles.includes(role) ?? false;
}
