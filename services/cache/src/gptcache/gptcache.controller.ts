import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { type GptCacheAnswer, GptCacheService } from './gptcache.service.js';

const prompt = z.string().min(1, 'must not be empty').max(32_000);
const putSchema = z.object({ prompt, answer: z.string().min(1, 'must not be empty').max(200_000) });
const getSchema = z.object({ prompt });

/** The routes of GPTCache's server (0.1.44), so that its clients work unchanged; its replies are JSON strings. */
@Controller()
export class GptCacheController {
  constructor(private readonly gptCache: GptCacheService) {}

  @Get()
  @Header('content-type', 'application/json')
  greet(): string {
    return JSON.stringify('hello gptcache server');
  }

  @Post('put')
  @HttpCode(200)
  @Header('content-type', 'application/json')
  async put(@Body(new ZodPipe(putSchema)) body: z.infer<typeof putSchema>, @HttpContext() context: RequestContext): Promise<string> {
    await this.gptCache.put(context.tenant, body.prompt, body.answer);
    return JSON.stringify('successfully update the cache');
  }

  @Post('get')
  @HttpCode(200)
  get(
    @Body(new ZodPipe(getSchema)) body: z.infer<typeof getSchema>,
    @HttpContext() context: RequestContext,
  ): GptCacheAnswer | Promise<GptCacheAnswer> {
    return this.gptCache.get(context.tenant, body.prompt);
  }

  @Post('flush')
  @HttpCode(200)
  @Header('content-type', 'application/json')
  async flush(): Promise<string> {
    await this.gptCache.flush();
    return JSON.stringify('successfully flush the cache');
  }
}
