import {
  persistenceUploadClaim,
  persistenceUploadFail,
  persistenceUploadKeep,
  persistenceUploadList,
  persistenceUploadProgress,
} from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { UploadStore } from './upload-store.port.js';

/** Who works on an upload says so every few seconds; after this long another may take it over. */
const IDLE_MS = 10_000;
/** By then nobody has its bytes any more. */
const LOST_MS = 3_600_000;

@Controller()
export class UploadController {
  constructor(private readonly uploads: UploadStore) {}

  @Handles(persistenceUploadKeep)
  keep(upload: z.infer<typeof persistenceUploadKeep.request>, context: RequestContext) {
    return this.uploads.keep(context.tenant, upload);
  }

  @Handles(persistenceUploadProgress)
  async progress({ uploadId, ...progress }: z.infer<typeof persistenceUploadProgress.request>) {
    return { wanted: await this.uploads.progress(uploadId, progress) };
  }

  @Handles(persistenceUploadFail)
  async fail({ uploadId, ...problem }: z.infer<typeof persistenceUploadFail.request>) {
    return { recorded: await this.uploads.fail(uploadId, problem) };
  }

  @Handles(persistenceUploadClaim)
  async claim({ uploadIds }: z.infer<typeof persistenceUploadClaim.request>) {
    const [idleSince, lostSince] = [IDLE_MS, LOST_MS].map((ms) => new Date(Date.now() - ms).toISOString()) as [string, string];
    return { uploads: await this.uploads.claim(uploadIds, idleSince, lostSince) };
  }

  @Handles(persistenceUploadList)
  async list(page: z.infer<typeof persistenceUploadList.request>, context: RequestContext) {
    return { documents: await this.uploads.list(context.tenant, page) };
  }
}
