import { childTraceparent, DEFAULT_TENANT, newRequestContext, type RequestContext } from '@docmind/messaging';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface Carried {
  tenant?: string;
  context?: RequestContext;
}
/** On the request itself: thousands of entries a second in a WeakMap are work for every garbage collection. */
const CARRIED = Symbol('carried');
type Carrier = FastifyRequest & { [CARRIED]?: Carried };

export function setTenant(request: Carrier, tenant: string): void {
  request[CARRIED] = { tenant };
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
    tenant: known.tenant ?? DEFAULT_TENANT,
    traceparent: childTraceparent(Array.isArray(traceparent) ? traceparent[0] : traceparent),
    signal: left.signal,
  });
  known.context = context;
  return context;
}

/** The RequestContext of this HTTP request, as a controller's parameter. */
export const HttpContext = createParamDecorator((_data: unknown, host: ExecutionContext): RequestContext => {
  const http = host.switchToHttp();
  return contextOf(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});
