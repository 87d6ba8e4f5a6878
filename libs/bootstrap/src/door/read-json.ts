import { AppError } from '@docmind/errors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyBodyParser, FastifyInstance } from 'fastify';

/** Keeps nothing between two texts that are whole. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bodies are JSON, which is UTF-8: Node would read other bytes as U+FFFD. Forms and plain text, which Nest and Fastify take as well, have no field that
 * a route knows.
 */
export function readJson(app: NestFastifyApplication): void {
  const http = app.getHttpAdapter().getInstance();
  http.removeContentTypeParser(['application/json', 'text/plain']);
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, jsonParserOf(http));
}

/** For a body that is read as JSON, whatever its content type says. */
export function jsonParserOf(http: FastifyInstance): FastifyBodyParser<Buffer> {
  const parse = http.getDefaultJsonParser('error', 'error');
  return (request, body, done) => {
    let text: string;
    try {
      text = UTF8.decode(body);
    } catch {
      return done(new AppError('INVALID_ARGUMENT', 'The body is not valid UTF-8, in which JSON is written'));
    }
    return void parse(request, text, done);
  };
}
