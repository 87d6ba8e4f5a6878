import { MessageClient } from '@docmind/messaging';
import { SqliteFile } from '@docmind/sqlite';
import { MetricsRegistry } from '@docmind/telemetry';
import { Logger, Module, type Provider } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { EmbeddingModule } from '../embedding/embedding.module.js';
import { Embedder } from '../embedding/vectors/embedder.port.js';
import { EntriesModule } from '../entries/entries.module.js';
import { type Calibration, calibrationId } from '../likeness/calibration.policy.js';
import { HitJudge } from '../likeness/hit-judge.js';
import { CALIBRATION, LikenessModule } from '../likeness/likeness.module.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { Clock } from '../monitoring/clock.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { HitLearning } from './learning/hit-learning.js';
import { ShiftStore } from './learning/shift-store.port.js';
import { AnswerCheck } from './shadow/answer-check.js';
import { FalseHits } from './shadow/false-hits.js';
import { ShadowChecks } from './shadow/shadow-checks.js';
import { SqliteShiftStore } from './stores/sqlite-shift.store.js';
import { SqliteComparisonStore } from './stores/sqlite-comparison.store.js';
import { MessagePairVerifier } from './verification/message-pair.verifier.js';
import { PairVerification } from './verification/pair-verification.js';
import { ComparisonStore } from './verification/comparison-store.port.js';
import { TestedVerifier } from './verification/tested-verifier.js';
import { VerifyingJudge } from './verification/verifying-judge.js';

const LEARNING: Provider[] = [
  { provide: ShiftStore, inject: [SqliteFile], useFactory: (file: SqliteFile) => new SqliteShiftStore(file) },
  {
    provide: HitLearning,
    inject: [ShiftStore, CacheMonitor, { token: CALIBRATION, optional: true }],
    useFactory: (store: ShiftStore, monitor: CacheMonitor, calibration: Calibration | undefined) =>
      new HitLearning(store, monitor, calibration && calibrationId(calibration)),
  },
  {
    provide: HitJudge,
    inject: [CACHE_CONFIG, HitLearning, { token: CALIBRATION, optional: true }],
    useFactory: (config: CacheConfig, learning: HitLearning, calibration: Calibration | undefined) =>
      new HitJudge(calibration, config.CACHE_FALSE_HIT_BUDGET, learning),
  },
];

/** The model that compares texts; undefined when CACHE_VERIFY is off. */
const OPTIONAL_VERIFIER = { token: TestedVerifier, optional: true };
const VERIFICATION: Provider[] = [
  { provide: ComparisonStore, inject: [SqliteFile], useFactory: (file: SqliteFile) => new SqliteComparisonStore(file) },
  {
    provide: TestedVerifier,
    inject: [MessageClient, CACHE_CONFIG, CacheMonitor, Clock, Logger],
    useFactory: (messages: MessageClient, config: CacheConfig, monitor: CacheMonitor, clock: Clock, logger: Logger) =>
      config.CACHE_VERIFY === 'off'
        ? undefined
        : new TestedVerifier(new MessagePairVerifier(messages, config.INFERENCE_MODEL), monitor, clock, logger),
  },
  {
    provide: PairVerification,
    inject: [ComparisonStore, CacheMonitor, Clock, CACHE_CONFIG, OPTIONAL_VERIFIER],
    useFactory: (
      comparisons: ComparisonStore,
      monitor: CacheMonitor,
      clock: Clock,
      config: CacheConfig,
      verifier: TestedVerifier | undefined,
    ) =>
      verifier &&
      new PairVerification(verifier, comparisons, monitor, clock, { mode: config.CACHE_VERIFY, limitMs: config.CACHE_VERIFY_TIMEOUT_MS }),
  },
  {
    provide: VerifyingJudge,
    inject: [HitJudge, { token: PairVerification, optional: true }],
    useFactory: (judge: HitJudge, verification: PairVerification | undefined) => new VerifyingJudge(judge, verification),
  },
];

const SHADOW: Provider[] = [
  {
    provide: FalseHits,
    inject: [MetricsRegistry, CACHE_CONFIG],
    useFactory: (metrics: MetricsRegistry, config: CacheConfig) => new FalseHits(metrics, config.CACHE_FALSE_HIT_BUDGET),
  },
  {
    provide: AnswerCheck,
    inject: [Embedder, CacheMonitor, OPTIONAL_VERIFIER],
    useFactory: (embedder: Embedder, monitor: CacheMonitor, verifier: TestedVerifier | undefined) =>
      new AnswerCheck(embedder, verifier, monitor),
  },
  ShadowChecks,
];

/** What checks the decision that two questions have the same answer, and what corrects it. */
@Module({
  imports: [MonitoringModule, EmbeddingModule, EntriesModule, ReplicationModule, LikenessModule],
  providers: [...LEARNING, ...VERIFICATION, ...SHADOW],
  exports: [HitLearning, VerifyingJudge, FalseHits, ShadowChecks],
})
export class CheckingModule {}
