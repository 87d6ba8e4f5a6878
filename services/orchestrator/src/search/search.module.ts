import { Module } from '@nestjs/common';
import { DocumentSearch } from './document-search.js';

@Module({ providers: [DocumentSearch], exports: [DocumentSearch] })
export class SearchModule {}
