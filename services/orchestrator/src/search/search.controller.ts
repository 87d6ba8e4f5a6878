import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type SearchReply, type SearchRequest, searchRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { SearchService } from './search.service.js';

@Controller('search')
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  @Post()
  @HttpCode(200)
  search(@Body(new ZodPipe(searchRequestSchema)) request: SearchRequest, @HttpContext() context: RequestContext): Promise<SearchReply> {
    return this.searches.search(request, context);
  }
}
