import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { type EmbeddingRequest, embeddingRequestSchema, EmbeddingService } from '../../models/embedding.service.js';
import { openAiEmbeddings } from './openai-form.js';

@Speaks('openai')
@Controller('v1/embeddings')
export class EmbeddingsController {
  constructor(private readonly embeddings: EmbeddingService) {}

  @Post()
  @HttpCode(200)
  async embed(
    @Body(new ZodPipe(embeddingRequestSchema)) { input, encoding_format }: EmbeddingRequest,
    @HttpContext() context: RequestContext,
  ): Promise<object> {
    return openAiEmbeddings(await this.embeddings.embed(input, context), encoding_format === 'base64');
  }
}
