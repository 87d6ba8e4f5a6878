import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type TokenizeReply, type TokenizeRequest, tokenizeRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { TokenService } from '../../models/token.service.js';

/** vLLM's route, so that a client can count before it asks. */
@Controller('tokenize')
export class TokenizeController {
  constructor(private readonly tokens: TokenService) {}

  @Post()
  @HttpCode(200)
  tokenize(
    @Body(new ZodPipe(tokenizeRequestSchema)) request: TokenizeRequest,
    @HttpContext() context: RequestContext,
  ): Promise<TokenizeReply> {
    return this.tokens.tokenize(request, request.model, context);
  }
}
