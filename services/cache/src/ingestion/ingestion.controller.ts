import { cacheIngestionFingerprint, cacheIngestionProcess, type IngestionFrame, type MediaType } from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import type { IngestionRequest } from './document-chunks.js';
import { IngestionService } from './ingestion.service.js';

@Controller()
export class IngestionController {
  constructor(private readonly ingestion: IngestionService) {}

  @Handles(cacheIngestionProcess)
  process(request: IngestionRequest, context: RequestContext): AsyncIterable<IngestionFrame> {
    return this.ingestion.process(request, context);
  }

  @Handles(cacheIngestionFingerprint)
  async fingerprint({ mediaType }: { mediaType: MediaType }): Promise<{ fingerprint: string }> {
    return { fingerprint: this.ingestion.fingerprintOf(mediaType) };
  }
}
