import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type GptCacheGet, gptCacheGetSchema, type GptCachePut, gptCachePutSchema, type GptCacheReply } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, Header, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { GptCacheService } from './gptcache.service.js';

/**
 * The routes of GPTCache's server (0.1.44), so that its clients work unchanged: their replies are JSON strings. Errors are this service's own:
 * the client reads the status of a put and the answer of a get, and nothing of an error's body.
 */
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
  async put(@Body(new ZodPipe(gptCachePutSchema)) body: GptCachePut, @HttpContext() { tenant }: RequestContext): Promise<string> {
    await this.gptCache.put(tenant, body.prompt, body.answer ?? '');
    return JSON.stringify('successfully update the cache');
  }

  @Post('get')
  @HttpCode(200)
  get(
    @Body(new ZodPipe(gptCacheGetSchema)) body: GptCacheGet,
    @HttpContext() context: RequestContext,
  ): GptCacheReply | Promise<GptCacheReply> {
    return this.gptCache.get(context, body.prompt);
  }

  @Post('flush')
  @HttpCode(200)
  @Header('content-type', 'application/json')
  async flush(): Promise<string> {
    await this.gptCache.flush();
    return JSON.stringify('successfully flush the cache');
  }

  @Get('cache_file')
  cacheFile(@Query('key') key: unknown, @HttpContext() { tenant }: RequestContext): StreamableFile {
    return new StreamableFile(this.gptCache.file(tenant, key), { type: 'application/zip' });
  }
}
