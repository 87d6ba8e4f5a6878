import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import { type EmbeddingList, type EmbeddingRequest, embeddingRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { EmbeddingService } from '../../models/embedding.service.js';
import { openAiEmbeddings } from './openai-form.js';

@Speaks('openai')
@Controller('v1/embeddings')
export class EmbeddingsController {
  constructor(private readonly embeddings: EmbeddingService) {}

  @Post()
  @HttpCode(200)
  async embed(
    @Body(new ZodPipe(embeddingRequestSchema)) { model, input, encoding_format, truncate }: EmbeddingRequest,
    @HttpContext() context: RequestContext,
  ): Promise<EmbeddingList> {
    return openAiEmbeddings(await this.embeddings.embed(input, model, truncate === true, context), encoding_format === 'base64');
  }
}
