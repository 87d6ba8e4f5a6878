import { newRequestContext } from '@docmind/messaging';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UploadSpool } from '../uploads/upload-spool.port.js';
import { UploadLedger } from './upload-ledger.js';
import { UploadService } from './upload.service.js';

const EVERY_MS = 5_000;
/** What one claim may name. */
const MOST = 1_000;

/** Takes up what a process that ended left in the spool, this one's earlier life or a replica with the same folder. */
@Injectable()
export class UploadRecovery implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;

  constructor(
    private readonly spool: UploadSpool,
    private readonly ledger: UploadLedger,
    private readonly uploads: UploadService,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      const idle = (await this.spool.list()).filter((id) => !this.uploads.isAtWork(id)).slice(0, MOST);
      // Also with none: asking ends those whose bytes went with a replica that does not come back.
      for (const { upload, tenant } of await this.ledger.claim(idle)) {
        this.logger.log({ msg: 'upload taken up again', uploadId: upload.uploadId });
        this.uploads.resume(upload, newRequestContext({ tenant }));
      }
    } catch (thrown) {
      this.logger.debug({ msg: 'uploads that were interrupted could not be looked for', reason: String(thrown) });
    } finally {
      this.isLooking = false;
    }
  }
}
