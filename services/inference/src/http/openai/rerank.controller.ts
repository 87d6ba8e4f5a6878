import { randomUUID } from 'node:crypto';
import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import { type RerankReply, type RerankRequest, rerankRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { EmbeddingService } from '../../models/embedding.service.js';

@Speaks('openai')
@Controller('v1/rerank')
export class RerankController {
  constructor(private readonly embeddings: EmbeddingService) {}

  @Post()
  @HttpCode(200)
  async rerank(
    @Body(new ZodPipe(rerankRequestSchema)) request: RerankRequest,
    @HttpContext() context: RequestContext,
  ): Promise<RerankReply> {
    const { query, documents, top_n, return_documents } = request;
    const { model, scores, tokens } = await this.embeddings.likeness(query, documents, request.model, context);
    const results = scores
      .map((relevance_score, index) => ({
        index,
        relevance_score,
        ...(return_documents ? { document: { text: documents[index] ?? '' } } : {}),
      }))
      .sort((one, other) => other.relevance_score - one.relevance_score)
      .slice(0, top_n ?? documents.length);
    return { id: `rerank-${randomUUID()}`, model, results, usage: { total_tokens: tokens } };
  }
}
