import type { Readable } from 'node:stream';
import { AppError } from '@docmind/errors';
import type { UploadedFile } from './ingestion.service.js';

/** The part of @fastify/multipart's request that is used here. */
export interface MultipartRequest {
  isMultipart(): boolean;
  file(): Promise<{ filename: string; file: Readable & { truncated: boolean } } | undefined>;
}

/** The first file of a multipart request. @throws AppError INVALID_ARGUMENT saying how to send one */
export async function fileOf(request: MultipartRequest, limitBytes: number): Promise<UploadedFile> {
  if (!request.isMultipart()) throw howToSend('the body is not multipart/form-data');
  const part = await request.file();
  if (part === undefined) throw howToSend('the form has no file');
  return { name: part.filename, content: part.file, isTruncated: () => part.file.truncated, limitBytes };
}

function howToSend(problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `The request is not valid: ${problem}; send the document as multipart/form-data, field "file"`, {
    details: { faults: [{ field: 'file', problem }] },
  });
}
