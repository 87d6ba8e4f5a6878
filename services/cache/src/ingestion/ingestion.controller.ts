import { cacheIngestionProcess, type IngestionFrame } from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { type IngestionRequest, IngestionService } from './ingestion.service.js';

@Controller()
export class IngestionController {
  constructor(private readonly ingestion: IngestionService) {}

  @Handles(cacheIngestionProcess)
  process(request: IngestionRequest, context: RequestContext): AsyncIterable<IngestionFrame> {
    return this.ingestion.process(request, context);
  }
}
