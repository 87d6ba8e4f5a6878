import { Module } from '@nestjs/common';
import { CollectionService } from './collection.service.js';
import { Shelf } from './shelf.js';

@Module({ providers: [CollectionService, Shelf], exports: [CollectionService, Shelf] })
export class CollectionModule {}
