import { Readable } from 'node:stream';
import { type KeptUpload, tagsSchema } from '@docmind/contracts';
import { AppError, invalidArgument } from '@docmind/errors';
import { documentPathOf } from './document-path.policy.js';
import { formFaultOf, parsingFaultOf } from './form-faults.policy.js';
import { mediaTypeOf } from './media-type.policy.js';
import type { SpooledUpload, UploadSpool } from './upload-spool.port.js';

/** The part of @fastify/multipart's request that is used here. */
export interface MultipartRequest {
  readonly headers: { readonly 'content-type'?: string };
  readonly raw: Readable;
  parts(): AsyncIterable<FilePart | FieldPart>;
}
interface FilePart {
  readonly type: 'file';
  readonly filename: string;
  readonly file: Readable & { readonly truncated: boolean };
}
interface FieldPart {
  readonly type: 'field';
  readonly fieldname: string;
  readonly value: unknown;
}

interface Parts {
  path?: string;
  tags?: string[];
  fileName?: string;
  upload?: SpooledUpload;
  isTruncated?: boolean;
}

/**
 * Reads a form of one `file`, and with it perhaps its `path` and its `tags`, in any order.
 * @throws AppError INVALID_ARGUMENT saying how to send one; nothing of it stays in the spool then
 */
export async function receiveUpload(request: MultipartRequest, spool: UploadSpool, limitBytes: number): Promise<KeptUpload> {
  const fault = formFaultOf(request.headers['content-type']);
  if (fault !== undefined) throw howToSend(fault);
  const parts: Parts = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') takeField(part, parts);
      else await takeFile(part, parts, spool);
    }
    return received(parts, limitBytes);
  } catch (thrown) {
    if (parts.upload) await spool.remove(parts.upload.id);
    // What is left of it, so that its sender hears the answer; the door limits for how long.
    request.raw.unpipe().resume();
    const broken = parsingFaultOf(thrown);
    throw broken === undefined ? thrown : howToSend(broken);
  }
}

export interface GivenContent {
  readonly path: string;
  readonly tags?: readonly string[];
  readonly content: Buffer;
}

/** The same of a document that came as a value. @throws AppError INVALID_ARGUMENT; nothing of it stays in the spool then */
export async function receiveContent({ path, tags, content }: GivenContent, spool: UploadSpool, limitBytes: number): Promise<KeptUpload> {
  const upload = await spool.write(Readable.from([content]));
  try {
    return received({ path, ...(tags ? { tags: [...tags] } : {}), upload, isTruncated: content.length > limitBytes }, limitBytes);
  } catch (thrown) {
    await spool.remove(upload.id);
    throw thrown;
  }
}

async function takeFile({ filename, file }: FilePart, parts: Parts, spool: UploadSpool): Promise<void> {
  parts.fileName = filename;
  parts.upload = await spool.write(file);
  parts.isTruncated = file.truncated;
}

function takeField({ fieldname, value }: FieldPart, parts: Parts): void {
  if (fieldname === 'file') throw howToSend('the field "file" holds text and names no file');
  if (fieldname !== 'path' && fieldname !== 'tags') return;
  // A field may say that it is JSON.
  if (typeof value !== 'string') throw howToSend(`the field "${fieldname}" is not text`);
  if (fieldname === 'path') parts.path = value;
  // Several fields or one with commas: forms can do the one, command lines the other.
  if (fieldname === 'tags') parts.tags = [...(parts.tags ?? []), ...value.split(',')];
}

function received({ path: given, tags, fileName, upload, isTruncated }: Parts, limitBytes: number): KeptUpload {
  if (upload === undefined) throw howToSend('the form has no file');
  const path = documentPathOf(given, fileName);
  if (isTruncated) throw new AppError('PAYLOAD_TOO_LARGE', `${path} is larger than the limit of ${limitBytes} bytes`);
  const { id: uploadId, contentHash, sizeBytes, head } = upload;
  return { uploadId, path, tags: tagsOf(tags), mediaType: mediaTypeOf(path, head), contentHash, sizeBytes };
}

function tagsOf(given: readonly string[] | undefined): string[] | undefined {
  const parsed = tagsSchema.optional().safeParse(given?.filter((tag) => tag.trim() !== ''));
  if (parsed.success) return parsed.data;
  throw invalidArgument(parsed.error, 'The field "tags"');
}

function howToSend(problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `The request is not valid: ${problem}; send one document as multipart/form-data, field "file"`, {
    details: { faults: [{ field: 'file', problem }] },
  });
}
