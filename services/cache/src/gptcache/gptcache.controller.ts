import { Readable } from 'node:stream';
import { HttpContext } from '@docmind/bootstrap';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, Header, HttpCode, Post, Query, StreamableFile, UseFilters } from '@nestjs/common';
import { CacheDataPipe, FastApiFilter } from './fast-api.js';
import { type GptCacheAnswer, GptCacheService } from './gptcache.service.js';

const PROMPT = { name: 'prompt', maxChars: 32_000, required: true };
const ANSWER = { name: 'answer', maxChars: 200_000, required: false };

type CacheData = Readonly<Record<'prompt' | 'answer', string>>;

/** The routes of GPTCache's server (0.1.44), so that its clients work unchanged; its replies are JSON strings, its errors FastAPI's. */
@Controller()
@UseFilters(FastApiFilter)
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
  async put(@Body(new CacheDataPipe([PROMPT, ANSWER])) body: CacheData, @HttpContext('ingest') context: RequestContext): Promise<string> {
    await this.gptCache.put(context.tenant, body.prompt, body.answer);
    return JSON.stringify('successfully update the cache');
  }

  @Post('get')
  @HttpCode(200)
  get(
    @Body(new CacheDataPipe([PROMPT])) body: CacheData,
    @HttpContext('query') context: RequestContext,
  ): GptCacheAnswer | Promise<GptCacheAnswer> {
    return this.gptCache.get(context, body.prompt);
  }

  @Post('flush')
  @HttpCode(200)
  @Header('content-type', 'application/json')
  async flush(@HttpContext('query') _context: RequestContext): Promise<string> {
    await this.gptCache.flush();
    return JSON.stringify('successfully flush the cache');
  }

  @Get('cache_file')
  cacheFile(@Query('key') key: unknown, @HttpContext('operate') { tenant }: RequestContext): StreamableFile {
    return new StreamableFile(Readable.from(this.gptCache.file(tenant, key), { objectMode: false }), { type: 'application/zip' });
  }
}
