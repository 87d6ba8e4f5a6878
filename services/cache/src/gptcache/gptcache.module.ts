import { Module } from '@nestjs/common';
import { AnswerKeeping } from '../answers/answer-keeping.js';
import { AnswerLookup } from '../answers/answer-lookup.js';
import { AnswersModule } from '../answers/answers.module.js';
import { CACHE_CONFIG, type CacheConfig, downloadKey } from '../config/config.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { TransferService } from '../transfer/transfer.service.js';
import { GptCacheController } from './gptcache.controller.js';
import { GptCacheService } from './gptcache.service.js';

/** The door for GPTCache's clients. */
@Module({
  imports: [AnswersModule, TransferModule],
  controllers: [GptCacheController],
  providers: [
    {
      provide: GptCacheService,
      inject: [AnswerLookup, AnswerKeeping, TransferService, CACHE_CONFIG],
      useFactory: (answers: AnswerLookup, keeping: AnswerKeeping, transfer: TransferService, config: CacheConfig) =>
        new GptCacheService(answers, keeping, transfer, { namespace: config.GPTCACHE_NAMESPACE, downloadKey: downloadKey(config) }),
    },
  ],
})
export class GptCacheModule {}
