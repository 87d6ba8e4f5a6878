import { AppError } from '@docmind/errors';
import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Of what Fastify says about a body that it doesn't take, and Nest hands on with its status alone, what says too little: what would be right. */
export function inOurWords(thrown: unknown, request: FastifyRequest): AppError | undefined {
  const status = thrown instanceof HttpException ? thrown.getStatus() : 0;
  if (status === 413) {
    const right = `at most ${request.server.initialConfig.bodyLimit} bytes are right; a document goes to POST /documents`;
    return new AppError('PAYLOAD_TOO_LARGE', `The body is too large: ${right}`);
  }
  if (status === 415) {
    const given = request.headers['content-type']?.slice(0, 100) || 'not given';
    const right = 'JSON is right as application/json, a document as multipart/form-data';
    return new AppError('INVALID_ARGUMENT', `The body's content type is ${given}; ${right}`);
  }
  return undefined;
}
