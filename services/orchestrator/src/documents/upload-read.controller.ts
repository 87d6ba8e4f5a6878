import { UPLOAD_PART_BYTES, orchestratorUploadRead } from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { UploadSpool } from './uploads/upload-spool.port.js';

/** The cache pulls an upload's bytes from the replica that took it. */
@Controller()
export class UploadReadController {
  constructor(private readonly spool: UploadSpool) {}

  @Handles(orchestratorUploadRead)
  async read(request: { uploadId: string; offset: number }): Promise<{ bytes: string; last: boolean }> {
    const { bytes, last } = await this.spool.read(request.uploadId, request.offset, UPLOAD_PART_BYTES);
    return { bytes: Buffer.from(bytes).toString('base64'), last };
  }
}
