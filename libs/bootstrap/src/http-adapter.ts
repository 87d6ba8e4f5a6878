import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { refuseUnreadable } from './door/raw-refusal.js';
import { refuseAddress } from './errors/refused-addresses.js';
import type { SpokenDialects } from './errors/spoken-dialects.js';

/** How often Node looks for requests that take too long to arrive. */
const LATE_CHECK_MS = 1_000;
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** @param dialects for what is refused before Nest hears of it */
export function httpAdapter(bodyLimit: number, dialects: SpokenDialects): FastifyAdapter {
  return new FastifyAdapter({
    http: { connectionsCheckingInterval: LATE_CHECK_MS },
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => refuseAddress(error, request, reply, dialects),
    bodyLimit,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
  });
}
