import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { chatMessageSchema, MAX_PROMPT_CHARS } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { type TokenizeReply, TokenService } from '../../models/token.service.js';

const model = z.string().min(1).max(256).optional();
const tokenizeSchema = z.union(
  [
    z.object({ model, prompt: z.string().max(MAX_PROMPT_CHARS) }),
    z.object({ model, messages: z.array(chatMessageSchema).min(1).max(2_000) }),
  ],
  'must be {"prompt": text} or {"messages": [...]}',
);
type TokenizeRequest = z.infer<typeof tokenizeSchema>;

/** vLLM's route, so that a client can count before it asks. */
@Controller('tokenize')
export class TokenizeController {
  constructor(private readonly tokens: TokenService) {}

  @Post()
  @HttpCode(200)
  tokenize(@Body(new ZodPipe(tokenizeSchema)) request: TokenizeRequest, @HttpContext() context: RequestContext): Promise<TokenizeReply> {
    return this.tokens.tokenize(request, request.model, context);
  }
}
