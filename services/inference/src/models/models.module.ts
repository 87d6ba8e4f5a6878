import { Module } from '@nestjs/common';
import { BackendsModule } from '../backends/backends.module.js';
import { EmbeddingService } from './embedding.service.js';
import { TokenService } from './token.service.js';

@Module({ imports: [BackendsModule], providers: [EmbeddingService, TokenService], exports: [EmbeddingService, TokenService] })
export class ModelsModule {}
