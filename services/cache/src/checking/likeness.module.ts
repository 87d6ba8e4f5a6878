import { MessageClient } from '@docmind/messaging';
import { SqliteFile } from '@docmind/sqlite';
import type { Provider } from '@nestjs/common';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { CacheSupport } from '../monitoring/cache-support.js';
import { loadCalibration } from '../likeness/calibration-file.js';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { Embedder } from '../embedding/vectors/embedder.port.js';
import { type Calibration, calibrationId } from '../likeness/calibration.policy.js';
import { EntryKeeper } from '../replication/entry-keeper.js';
import { HitJudge } from '../likeness/hit-judge.js';
import { HitLearning } from './learning/hit-learning.js';
import { ShiftStore } from './learning/shift-store.port.js';
import { NearEntries } from '../entries/near-entries.js';
import { QuestionVectors } from '../embedding/vectors/question-vectors.js';
import { SemanticTier } from '../answers/semantic-tier.js';
import { ShadowChecks } from './shadow/shadow-checks.js';
import { SqliteShiftStore } from './stores/sqlite-shift.store.js';
import { SqliteVerdictStore } from './stores/sqlite-verdict.store.js';
import { MessagePairVerifier } from './verification/message-pair.verifier.js';
import { PairVerification } from './verification/pair-verification.js';
import type { PairVerifier } from './verification/pair-verifier.port.js';
import { VerdictStore } from './verification/verdict-store.port.js';
import { VerifyingJudge } from './verification/verifying-judge.js';

/** Of the embedder in use; undefined without one. */
const CALIBRATION = Symbol('CALIBRATION');
const OPTIONAL_CALIBRATION = { token: CALIBRATION, optional: true };
/** The model that compares texts; undefined when CACHE_VERIFY is off. */
const VERIFIER = Symbol('VERIFIER');
const OPTIONAL_VERIFIER = { token: VERIFIER, optional: true };

/** What decides whether a question in other words has the same answer, and what checks and corrects that. */
export const LIKENESS_PROVIDERS: Provider[] = [
  { provide: VerdictStore, useFactory: (file: SqliteFile) => new SqliteVerdictStore(file), inject: [SqliteFile] },
  { provide: ShiftStore, useFactory: (file: SqliteFile) => new SqliteShiftStore(file), inject: [SqliteFile] },
  { provide: CALIBRATION, useFactory: (embedder: Embedder) => loadCalibration(embedder.id), inject: [Embedder] },
  {
    provide: HitLearning,
    useFactory: (store: ShiftStore, monitor: CacheMonitor, calibration: Calibration | undefined) =>
      new HitLearning(store, monitor, calibration && calibrationId(calibration)),
    inject: [ShiftStore, CacheMonitor, OPTIONAL_CALIBRATION],
  },
  {
    provide: HitJudge,
    useFactory: (learning: HitLearning, monitor: CacheMonitor, config: CacheConfig, calibration: Calibration | undefined) => {
      monitor.falseHits.allow(config.CACHE_FALSE_HIT_BUDGET);
      return new HitJudge(calibration, config.CACHE_FALSE_HIT_BUDGET, learning);
    },
    inject: [HitLearning, CacheMonitor, CACHE_CONFIG, OPTIONAL_CALIBRATION],
  },
  {
    provide: VERIFIER,
    useFactory: (messages: MessageClient, config: CacheConfig) =>
      config.CACHE_VERIFY === 'off' ? undefined : new MessagePairVerifier(messages, config.INFERENCE_MODEL),
    inject: [MessageClient, CACHE_CONFIG],
  },
  {
    provide: VerifyingJudge,
    useFactory: (
      judge: HitJudge,
      verdicts: VerdictStore,
      support: CacheSupport,
      config: CacheConfig,
      verifier: PairVerifier | undefined,
    ) => {
      const settings = { mode: config.CACHE_VERIFY, limitMs: config.CACHE_VERIFY_TIMEOUT_MS };
      return new VerifyingJudge(judge, verifier && new PairVerification({ verifier, verdicts, ...support }, settings));
    },
    inject: [HitJudge, VerdictStore, CacheSupport, CACHE_CONFIG, OPTIONAL_VERIFIER],
  },
  {
    provide: ShadowChecks,
    useFactory: (
      embedder: Embedder,
      keeper: EntryKeeper,
      monitor: CacheMonitor,
      learning: HitLearning,
      verifier: PairVerifier | undefined,
    ) => new ShadowChecks({ embedder, keeper, monitor, learning, verifier }),
    inject: [Embedder, EntryKeeper, CacheMonitor, HitLearning, OPTIONAL_VERIFIER],
  },
  {
    provide: SemanticTier,
    useFactory: (embedder: Embedder, entries: NearEntries, judge: VerifyingJudge, monitor: CacheMonitor, config: CacheConfig) =>
      new SemanticTier(new QuestionVectors(embedder), entries, judge, monitor, config.CACHE_SEMANTIC_TIMEOUT_MS),
    inject: [Embedder, NearEntries, VerifyingJudge, CacheMonitor, CACHE_CONFIG],
  },
];
