import { createHash } from 'node:crypto';
import {
  isShownAsItIs,
  type KeptUpload,
  ORIGINAL_PART_BYTES,
  persistenceOriginalOffer,
  persistenceOriginalStage,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { UploadSpool } from '../uploads/upload-spool.port.js';

/** Brings uploads as they came to persistence, for formats that are shown as they are. */
@Injectable()
export class OriginalSender {
  constructor(
    private readonly client: MessageClient,
    private readonly spool: UploadSpool,
  ) {}

  async isWanted(upload: KeptUpload, context: RequestContext): Promise<boolean> {
    return this.offer(upload, context);
  }

  /**
   * Where it is wanted, right before the document is indexed under the id: one that can't be read must hold no room from others.
   * @throws AppError UNAVAILABLE when the spool no longer holds the bytes that came
   */
  async send(upload: KeptUpload, stagingId: string, context: RequestContext): Promise<void> {
    if (!(await this.offer(upload, context, stagingId))) return;
    const { uploadId, path, contentHash } = upload;
    const hash = createHash('sha256');
    for (let part = 0, isLast = false; !isLast; part += 1) {
      const { bytes, last } = await this.spool.read(uploadId, part * ORIGINAL_PART_BYTES, ORIGINAL_PART_BYTES);
      hash.update(bytes);
      isLast = last;
      await this.client.call(persistenceOriginalStage, { stagingId, part, bytes: Buffer.from(bytes).toString('base64') }, context);
    }
    if (hash.digest('hex') === contentHash) return;
    throw new AppError('UNAVAILABLE', `The bytes of ${path} are not those that came: send it again`);
  }

  private async offer({ mediaType, contentHash, sizeBytes }: KeptUpload, context: RequestContext, stagingId?: string): Promise<boolean> {
    if (!isShownAsItIs(mediaType)) return false;
    const { wanted } = await this.client.call(persistenceOriginalOffer, { stagingId, mediaType, contentHash, sizeBytes }, context);
    return wanted;
  }
}
