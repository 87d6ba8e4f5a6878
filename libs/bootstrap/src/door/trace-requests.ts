import type { Span, Spans } from '@docmind/messaging';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { setTraced, traceparentIn } from './http-context.js';

/** A span for each request, below whatever span the caller says; health and metrics, which are asked all the time, aside. */
export function traceRequests(fastify: FastifyInstance, spans: Spans): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url;
    if (route === undefined || /^\/(?:health|metrics)/.test(route)) return done();
    const attributes = { 'http.request.method': method, 'http.route': route, 'url.scheme': 'http', 'docmind.request.id': request.id };
    const span = spans.start({ name: `${method} ${route}`, kind: 'server', attributes }, traceparentIn(request));
    setTraced(request, { spans, traceparent: span.traceparent });
    reply.raw.once('close', () => endOf(span, reply));
    done();
  });
}

function endOf(span: Span, { raw }: FastifyReply): void {
  const { statusCode } = raw;
  span.set({ 'http.response.status_code': statusCode });
  if (statusCode >= 500) span.fail(String(statusCode));
  else if (!raw.writableFinished) span.fail('CANCELLED');
  span.end();
}
