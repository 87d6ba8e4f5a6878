import type { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { factsOf } from './http-context.js';

/** A debug line for each request when it is over, however it ended; health and metrics, which are asked all the time, aside. */
export function logRequests(fastify: FastifyInstance, logger: Pick<Logger, 'debug'>): void {
  fastify.addHook('onRequest', (request, { raw }, done) => {
    const { method, routeOptions } = request;
    if (/^\/(?:health|metrics)/.test(routeOptions.url ?? '')) return done();
    const startedAt = performance.now();
    raw.once('close', () => {
      const durationMs = Math.round(performance.now() - startedAt);
      const facts = {
        route: `${method} ${routeOptions.url ?? '(none)'}`,
        status: raw.statusCode,
        isFinished: raw.writableFinished,
        durationMs,
      };
      logger.debug({ msg: 'request over', ...factsOf(request), ...facts });
    });
    done();
  });
}
