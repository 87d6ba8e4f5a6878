import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Logger } from '@nestjs/common';
import type { AppError } from './app-error.js';
import { ERROR_CATALOGUE } from './error-catalogue.js';
import { toAppError } from './to-app-error.js';

interface Reply {
  sent: boolean;
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): void;
}

/** The HTTP boundary: OpenAI's envelope below /v1, Ollama's below /api, our own elsewhere; logged once, here. */
@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  constructor(
    @Inject(Logger) private readonly logger: Pick<Logger, 'error' | 'debug'>,
    private readonly factsOf: (request: never) => object = () => ({}),
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<{ url: string }>();
    const reply = http.getResponse<Reply>();
    const error = toAppError(thrown);
    this.log(error, thrown, { path: request.url.split('?')[0], ...this.factsOf(request as never) });
    if (reply.sent) return;
    const retryAfter = error.details?.retryAfterSeconds;
    if (error.code === 'RESOURCE_EXHAUSTED') reply.header('retry-after', String(typeof retryAfter === 'number' ? retryAfter : 1));
    reply.status(error.httpStatus).send(envelopeAt(request.url, error));
  }

  private log(error: AppError, thrown: unknown, request: object): void {
    const facts = { msg: 'request failed', errorCode: error.code, reason: error.message, ...request };
    if (error.code === 'INTERNAL') this.logger.error({ ...facts, stack: thrown instanceof Error ? thrown.stack : String(thrown) });
    else this.logger.debug(facts);
  }
}

function envelopeAt(url: string, error: AppError): object {
  if (url.startsWith('/v1/')) return openAiEnvelope(error);
  // Ollama's clients read a text where others read an object.
  if (url.startsWith('/api/')) return { error: error.message };
  return { error: error.toWire() };
}

/** `{error: {message, type, param, code}}`, what OpenAI's clients parse. */
export function openAiEnvelope(error: AppError): { error: { message: string; type: string; param: string | null; code: string } } {
  const faults = error.details?.faults as { field: string }[] | undefined;
  const code = typeof error.details?.openAiCode === 'string' ? error.details.openAiCode : error.code.toLowerCase();
  return { error: { message: error.message, type: ERROR_CATALOGUE[error.code].openAiType, param: faults?.[0]?.field ?? null, code } };
}
