import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { identifierSchema, type WatchedFolderList, type WatchedFolderReport, watchedFolderReportSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import { WatchedFolders } from './watched-folders.service.js';

@Controller('watched-folders')
export class WatchedFoldersController {
  constructor(private readonly folders: WatchedFolders) {}

  @Get()
  list(@HttpContext() { tenant }: RequestContext): WatchedFolderList {
    return { folders: this.folders.list(tenant) };
  }

  @Put(':id')
  @HttpCode(204)
  tell(
    @Param('id', new ZodPipe(identifierSchema)) id: string,
    @Body(new ZodPipe(watchedFolderReportSchema)) report: WatchedFolderReport,
    @HttpContext() { tenant }: RequestContext,
  ): void {
    this.folders.tell(tenant, id, report);
  }
}
