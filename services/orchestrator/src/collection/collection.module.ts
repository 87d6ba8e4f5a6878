import { Module } from '@nestjs/common';
import { Shelf } from './shelf.js';

@Module({ providers: [Shelf], exports: [Shelf] })
export class CollectionModule {}
