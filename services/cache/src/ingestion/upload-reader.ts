import { createHash } from 'node:crypto';
import { orchestratorUploadRead } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { MessageClient, RequestContext } from '@docmind/messaging';

export interface UploadSource {
  readonly source: { readonly instance: string; readonly uploadId: string };
  readonly name: string;
  readonly sizeBytes: number;
  readonly contentHash: string;
}

/**
 * Pulls a document's bytes from the replica that holds the upload.
 * @throws AppError INVALID_ARGUMENT when they aren't the bytes that were announced
 */
export async function readUpload(messages: MessageClient, upload: UploadSource, context: RequestContext): Promise<Uint8Array> {
  const { uploadId, instance } = upload.source;
  const parts: Buffer[] = [];
  let offset = 0;
  for (let last = false; !last;) {
    const part = await messages.call(orchestratorUploadRead, { uploadId, offset }, context, { instance });
    const bytes = Buffer.from(part.bytes, 'base64');
    parts.push(bytes);
    offset += bytes.length;
    last = part.last;
    if (offset > upload.sizeBytes || (!last && bytes.length === 0)) throw wrongSize(upload, offset);
  }
  if (offset !== upload.sizeBytes) throw wrongSize(upload, offset);
  const all = Buffer.concat(parts);
  const found = createHash('sha256').update(all).digest('hex');
  if (found === upload.contentHash) return all;
  throw new AppError(
    'INVALID_ARGUMENT',
    `"${upload.name}" arrived with sha256 ${found}, announced was ${upload.contentHash}; send it again`,
  );
}

function wrongSize({ name, sizeBytes }: UploadSource, received: number): AppError {
  return new AppError('INVALID_ARGUMENT', `"${name}" was announced with ${sizeBytes} bytes, but ${received} came; send it again`);
}
