import { type AppError, toAppError } from '@docmind/errors';
import { envelopeIn } from '@docmind/openai-wire';
import { type ArgumentsHost, Catch, type ExceptionFilter, type Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inOurWords } from './refused-bodies.js';
import type { ServedPaths } from './served-paths.js';
import type { SpokenDialects } from './spoken-dialects.js';

/** The HTTP boundary: an error in the words that its route speaks; logged once, here. */
@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Pick<Logger, 'error' | 'debug'>,
    private readonly dialects: SpokenDialects,
    private readonly paths: Pick<ServedPaths, 'refusalOf'>,
    /** For the log: what is known of a request that may have failed early. */
    private readonly factsOf: (request: FastifyRequest) => object,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = this.errorOf(thrown, request);
    this.log(error, thrown, { path: request.url.split('?')[0], ...this.factsOf(request) });
    if (reply.sent) return;
    // Fastify would end the connection while its sender still writes, who then hears of that and not of this. The door limits how long that may take.
    if (error.code === 'PAYLOAD_TOO_LARGE') reply.removeHeader('connection');
    if (error.code === 'METHOD_NOT_ALLOWED') reply.header('allow', [error.details?.allowed].flat().join(', '));
    const retryAfter = error.details?.retryAfterSeconds;
    if (error.code === 'RESOURCE_EXHAUSTED') void reply.header('retry-after', String(typeof retryAfter === 'number' ? retryAfter : 1));
    void reply.status(error.httpStatus).send(envelopeIn(this.dialects.of(request), error));
  }

  private errorOf(thrown: unknown, request: FastifyRequest): AppError {
    const error = inOurWords(thrown, request) ?? toAppError(thrown);
    // Whom the guard refuses is not told what there is.
    return error.code === 'NOT_FOUND' ? (this.paths.refusalOf(request) ?? error) : error;
  }

  private log(error: AppError, thrown: unknown, request: object): void {
    const facts = { msg: 'request failed', errorCode: error.code, reason: error.message, ...request };
    if (error.code === 'INTERNAL') this.logger.error({ ...facts, stack: thrown instanceof Error ? thrown.stack : String(thrown) });
    else if (error.details?.part === 'disk') this.logger.error({ ...facts, cause: String(error.cause) });
    else this.logger.debug(facts);
  }
}
