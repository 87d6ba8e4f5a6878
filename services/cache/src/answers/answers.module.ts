import { Module } from '@nestjs/common';
import { CheckingModule } from '../checking/checking.module.js';
import { VerifyingJudge } from '../checking/verification/verifying-judge.js';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { EmbeddingModule } from '../embedding/embedding.module.js';
import { QuestionVectors } from '../embedding/vectors/question-vectors.js';
import { EntriesModule } from '../entries/entries.module.js';
import { NearEntries } from '../entries/near-entries.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { AgentShares } from './agent-shares.js';
import { AnswerFeedback } from './answer-feedback.js';
import { AnswerKeeping } from './answer-keeping.js';
import { AnswerLookup } from './answer-lookup.js';
import { AnswerSearch } from './answer-search.js';
import { AnswersController } from './answers.controller.js';
import { FeedbackController } from './feedback.controller.js';
import { FeedbackGate } from './feedback-gate.js';
import { LookupBookkeeping } from './lookup-bookkeeping.js';
import { SemanticTier } from './semantic-tier.js';

/** Looks answers up, keeps them, and takes verdicts on them: what every door delegates to. */
@Module({
  imports: [MonitoringModule, EmbeddingModule, EntriesModule, ReplicationModule, CheckingModule],
  controllers: [AnswersController, FeedbackController],
  providers: [
    {
      provide: SemanticTier,
      inject: [QuestionVectors, NearEntries, VerifyingJudge, CACHE_CONFIG],
      useFactory: (vectors: QuestionVectors, entries: NearEntries, judge: VerifyingJudge, config: CacheConfig) =>
        new SemanticTier(vectors, entries, judge, config.CACHE_SEMANTIC_TIMEOUT_MS),
    },
    AgentShares,
    AnswerSearch,
    LookupBookkeeping,
    AnswerLookup,
    AnswerKeeping,
    AnswerFeedback,
    FeedbackGate,
  ],
  exports: [AnswerLookup, AnswerKeeping, FeedbackGate, AgentShares],
})
export class AnswersModule {}
