import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module.js';
import { DocumentController } from './document.controller.js';
import { DocumentService } from './document.service.js';
import { OriginalController } from './original.controller.js';
import { SearchService } from './search.service.js';

@Module({ imports: [OutboxModule], controllers: [DocumentController, OriginalController], providers: [DocumentService, SearchService] })
export class DocumentsModule {}
