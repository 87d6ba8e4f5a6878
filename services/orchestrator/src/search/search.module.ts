import { Module } from '@nestjs/common';
import { CollectionModule } from '../collection/collection.module.js';
import { DocumentSearch } from './document-search.js';
import { SearchController } from './search.controller.js';
import { SearchService } from './search.service.js';

@Module({
  imports: [CollectionModule],
  controllers: [SearchController],
  providers: [DocumentSearch, SearchService],
  exports: [DocumentSearch, SearchService],
})
export class SearchModule {}
