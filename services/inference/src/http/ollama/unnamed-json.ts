import { jsonParserOf } from '@docmind/bootstrap';
import { AppError } from '@docmind/errors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Ollama reads a body as JSON whatever its content type says, and its clients rely on that: curl says it is a form, others say nothing. A web
 * page may send such types without asking first; the door has refused it by its origin before anything is read.
 */
export function readUnnamedJson(app: NestFastifyApplication): void {
  const http = app.getHttpAdapter().getInstance();
  const parseJson = jsonParserOf(http);
  http.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.url.startsWith('/api/')) return parseJson(request, body, done);
    const said = request.headers['content-type'] ?? 'not given';
    done(new AppError('INVALID_ARGUMENT', `The body's content type is ${said}; send content-type: application/json`));
  });
}
