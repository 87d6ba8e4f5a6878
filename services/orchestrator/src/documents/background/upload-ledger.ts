import {
  type DocumentView,
  type IngestionProgress,
  type KeptUpload,
  persistenceUploadClaim,
  persistenceUploadFail,
  persistenceUploadKeep,
  persistenceUploadProgress,
} from '@docmind/contracts';
import type { AppError } from '@docmind/errors';
import { MessageClient, newRequestContext, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

const CALL_LIMIT_MS = 10_000;
const MAX_MESSAGE = 2_000;

export interface ClaimedUpload {
  readonly upload: KeptUpload;
  readonly tenant: string;
}

/** What is written down of uploads in the background, so that they outlive this process and every replica can tell of them. */
@Injectable()
export class UploadLedger {
  constructor(private readonly client: MessageClient) {}

  keep(upload: KeptUpload, context: RequestContext): Promise<DocumentView> {
    return this.client.call(persistenceUploadKeep, upload, context);
  }

  /** @returns false when the upload is not wanted any more */
  async progress(uploadId: string, progress: IngestionProgress): Promise<boolean> {
    const { wanted } = await this.client.call(persistenceUploadProgress, { ...progress, uploadId }, ownContext());
    return wanted;
  }

  async fail(uploadId: string, { code, message }: AppError): Promise<void> {
    await this.client.call(persistenceUploadFail, { uploadId, code, message: message.slice(0, MAX_MESSAGE) }, ownContext());
  }

  /** Those that nobody works on. */
  async claim(uploadIds: readonly string[]): Promise<ClaimedUpload[]> {
    const { uploads } = await this.client.call(persistenceUploadClaim, { uploadIds: [...uploadIds] }, ownContext());
    return uploads.map(({ tenant, ...upload }) => ({ upload, tenant }));
  }
}

function ownContext(): RequestContext {
  return newRequestContext({ deadline: Date.now() + CALL_LIMIT_MS });
}
