import type { FastifyReply, FastifyRequest } from 'fastify';

/** How long a browser remembers what it was told. */
const REMEMBERED_S = '600';

/**
 * Lets pages of the named origins read answers; there are none unless the operator names some. A page sends its key itself, so no cookie is
 * ever let through.
 * @returns true for a browser's question beforehand, which is answered then
 */
export function answerCors({ method, headers }: FastifyRequest, reply: FastifyReply, origins: readonly string[]): boolean {
  const { origin } = headers;
  if (origin === undefined || !origins.includes(origin)) return false;
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': '*', vary: 'origin' });
  const wanted = headers['access-control-request-method'];
  if (method !== 'OPTIONS' || wanted === undefined) return false;
  void reply
    .code(204)
    .headers({
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
      'access-control-max-age': REMEMBERED_S,
    })
    .send();
  return true;
}
