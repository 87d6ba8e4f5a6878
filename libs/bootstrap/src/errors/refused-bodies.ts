import { AppError } from '@docmind/errors';
import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Of bodies, as far as a service takes them. */
const KINDS = ['application/json', 'multipart/form-data', 'application/x-ndjson'];

/** Of what Fastify says about a body that it doesn't take, and Nest hands on with its status alone, what says too little: what would be right. */
export function inOurWords(thrown: unknown, request: FastifyRequest): AppError | undefined {
  const status = thrown instanceof HttpException ? thrown.getStatus() : 0;
  if (status === 413) {
    const right = `at most ${request.server.initialConfig.bodyLimit} bytes are right; a document goes to POST /documents`;
    return new AppError('PAYLOAD_TOO_LARGE', `The body is too large: ${right}`);
  }
  if (status === 415) {
    const given = request.headers['content-type']?.slice(0, 100) || 'not given';
    const read = KINDS.filter((kind) => request.server.hasContentTypeParser(kind)).join(', ');
    return new AppError('INVALID_ARGUMENT', `The body's content type is ${given}; what is read here is ${read}`);
  }
  return undefined;
}
