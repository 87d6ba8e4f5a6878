import { cacheTextsAlign, cacheTextsEmbed } from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { EmbeddingService } from './embedding.service.js';

@Controller()
export class EmbeddingController {
  constructor(private readonly embedding: EmbeddingService) {}

  @Handles(cacheTextsEmbed)
  embed(request: Parameters<EmbeddingService['embed']>[0], context: RequestContext): ReturnType<EmbeddingService['embed']> {
    return this.embedding.embed(request, context);
  }

  @Handles(cacheTextsAlign)
  align(request: Parameters<EmbeddingService['align']>[0]): ReturnType<EmbeddingService['align']> {
    return this.embedding.align(request);
  }
}
