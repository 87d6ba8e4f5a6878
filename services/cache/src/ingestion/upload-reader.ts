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
 * Pulls a document's bytes from the replica that holds the upload, a part at a time.
 * @throws AppError INVALID_ARGUMENT when they aren't the bytes that were announced, before the last of them
 */
export async function* readUpload(
  messages: MessageClient,
  upload: UploadSource,
  context: RequestContext,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { uploadId, instance } = upload.source;
  const hash = createHash('sha256');
  let offset = 0;
  for (let last = false; !last;) {
    const part = await messages.call(orchestratorUploadRead, { uploadId, offset }, context, { instance });
    const bytes = Buffer.from(part.bytes, 'base64');
    hash.update(bytes);
    offset += bytes.length;
    last = part.last;
    if (offset > upload.sizeBytes || (!last && bytes.length === 0)) throw wrongSize(upload, offset);
    if (last) assertWhole(upload, offset, hash.digest('hex'));
    yield bytes;
  }
}

function assertWhole(upload: UploadSource, received: number, found: string): void {
  if (received !== upload.sizeBytes) throw wrongSize(upload, received);
  if (found === upload.contentHash) return;
  throw new AppError(
    'INVALID_ARGUMENT',
    `"${upload.name}" arrived with sha256 ${found}, announced was ${upload.contentHash}; send it again`,
  );
}

function wrongSize({ name, sizeBytes }: UploadSource, received: number): AppError {
  return new AppError('INVALID_ARGUMENT', `"${name}" was announced with ${sizeBytes} bytes, but ${received} came; send it again`);
}
