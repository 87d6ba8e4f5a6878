import { AppError } from '@docmind/errors';
import { envelopeIn } from '@docmind/openai-wire';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { SpokenDialects } from './spoken-dialects.js';

/** What Fastify can't find a route for, before Nest hears of it: an escape such as `%ZZ` that stands for nothing, a part that is too long. */
export function refuseAddress(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply, dialects: SpokenDialects): void {
  const why = thrown.statusCode === 414 ? 'a part of it is too long' : 'an escape in it (such as %2F) is not valid';
  const error = new AppError('INVALID_ARGUMENT', `The address can't be read: ${why}`, { cause: thrown });
  void reply
    .header('x-request-id', request.id)
    .status(error.httpStatus)
    .send(envelopeIn(dialects.near(request.url), error));
}
