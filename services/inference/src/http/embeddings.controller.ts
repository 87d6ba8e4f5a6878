import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { type EmbeddingRequest, embeddingRequestSchema, EmbeddingService } from './embedding.service.js';

@Controller('v1/embeddings')
export class EmbeddingsController {
  constructor(private readonly embeddings: EmbeddingService) {}

  @Post()
  @HttpCode(200)
  embed(@Body(new ZodPipe(embeddingRequestSchema)) request: EmbeddingRequest, @HttpContext() context: RequestContext): Promise<object> {
    return this.embeddings.embed(request, context);
  }
}
