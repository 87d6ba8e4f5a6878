import { RepeatedQuestions } from '../monitoring/repeated-questions.js';
import type { CacheStats } from '@docmind/contracts';
import { MetricsRegistry } from '@docmind/telemetry';
import { HitLearning } from '../checking/learning/hit-learning.js';
import type { ShiftStore } from '../checking/learning/shift-store.port.js';
import { AnswerCheck } from '../checking/shadow/answer-check.js';
import { FalseHits } from '../checking/shadow/false-hits.js';
import { ShadowChecks } from '../checking/shadow/shadow-checks.js';
import { VerifyingJudge } from '../checking/verification/verifying-judge.js';
import type { Embedder } from '../embedding/vectors/embedder.port.js';
import { QuestionVectors } from '../embedding/vectors/question-vectors.js';
import { EntryFinder } from '../entries/entry-finder.js';
import { EntryValidity } from '../entries/entry-validity.js';
import type { EntryStore } from '../entries/entry/entry-store.port.js';
import type { EpochStore } from '../entries/entry/epoch-store.port.js';
import type { SharedExactStore } from '../entries/entry/shared-exact-store.port.js';
import { EmbeddedVectorIndex } from '../entries/entry/vector-index.port.js';
import { ExactTier } from '../entries/exact-tier.js';
import { LocalEntries } from '../entries/local-entries.js';
import { NearEntries } from '../entries/near-entries.js';
import { StoredFigures } from '../entries/stored-figures.js';
import type { StepStore } from '../ingestion/steps/step-store.port.js';
import { loadCalibration } from '../likeness/calibration-file.js';
import { HitJudge } from '../likeness/hit-judge.js';
import type { CacheMonitor } from '../monitoring/cache-monitor.js';
import type { Clock } from '../monitoring/clock.js';
import { Circuits } from '../monitoring/part-circuit.js';
import { EntryKeeper } from '../replication/entry-keeper.js';
import type { ReplicaLog } from '../replication/log/replica-log.port.js';
import type { ReplicaPlaceStore } from '../replication/log/replica-place.port.js';
import { ReplicaFollower } from '../replication/replica-follower.js';
import { ReplicaSync } from '../replication/replica-sync.js';
import { SharedEntries } from '../replication/shared-entries.js';
import { ServiceStats } from '../stats/service-stats.js';
import { TenantStats } from '../stats/tenant-stats.js';
import { AgentShares } from './agent-shares.js';
import { AnswerFeedback } from './answer-feedback.js';
import { AnswerKeeping } from './answer-keeping.js';
import { AnswerLookup } from './answer-lookup.js';
import type { InvalidateRequest } from './answer-requests.js';
import { AnswerSearch } from './answer-search.js';
import { LookupBookkeeping } from './lookup-bookkeeping.js';
import { SemanticTier } from './semantic-tier.js';

export interface CachePorts {
  readonly clock: Clock;
  readonly monitor: CacheMonitor;
  readonly embedder: Embedder;
  readonly store: EntryStore;
  readonly epochs: EpochStore;
  readonly shared: SharedExactStore;
  readonly log: ReplicaLog;
  readonly places: ReplicaPlaceStore;
  readonly shifts: ShiftStore;
}

const CONFIG = { CACHE_TTL_SECONDS: 60, CACHE_MAX_TEMPERATURE: 0.5, CACHE_MAX_ENTRY_BYTES: 10_000, CACHE_SHADOW_RATE: 0 };
const NO_STEPS = { figures: () => ({ bytes: 0, rawBytes: 0 }) } as StepStore;

/** The rooms put together as the modules do it, over whatever is at the ports. */
export function assembleCache(ports: CachePorts, change: Partial<typeof CONFIG> & { budget?: number; patienceMs?: number } = {}) {
  const { clock, monitor, embedder, store, shared, log, places } = ports;
  const { budget = 0.01, patienceMs = 40, ...changed } = change;
  const config = { EMBEDDER_MODEL: embedder.id, ...CONFIG, ...changed };
  const circuits = new Circuits(monitor, patienceMs);
  const validity = new EntryValidity(ports.epochs, clock, monitor);
  const local = new LocalEntries(new ExactTier(1_000_000), store, validity, monitor);
  const finder = new EntryFinder(local, shared, validity, circuits);
  const near = new NearEntries(new EmbeddedVectorIndex(store), store, circuits, monitor);
  const sharedEntries = new SharedEntries(shared, log, circuits, clock);
  const keeper = new EntryKeeper(local, near, sharedEntries, validity);
  const replicas = new ReplicaSync(log, new ReplicaFollower(log, places, keeper, sharedEntries, circuits), circuits, monitor);
  const learning = new HitLearning(ports.shifts, monitor, 'the calibration');
  const judge = new VerifyingJudge(new HitJudge(loadCalibration('bge-small-en-v1.5-int8'), budget, learning), undefined);
  const metrics = new MetricsRegistry('cache');
  const falseHits = new FalseHits(metrics, budget);
  const shadows = new ShadowChecks(new AnswerCheck(embedder, undefined, monitor), falseHits, learning, keeper, monitor);
  const vectors = new QuestionVectors(embedder, monitor);
  const search = new AnswerSearch(local, finder, validity, replicas, new SemanticTier(vectors, near, judge, 200));
  const shares = new AgentShares(metrics);
  const bookkeeping = new LookupBookkeeping(learning, shares, monitor, new RepeatedQuestions(metrics), config);
  const answers = new AnswerLookup(search, bookkeeping, local, replicas, config);
  const keeping = new AnswerKeeping(keeper, vectors, validity, monitor, config);
  const feedback = new AnswerFeedback(store, learning, keeper, monitor);
  const stored = new StoredFigures(store, clock, monitor);
  const tenantStats = new TenantStats(stored, monitor, learning, shares);
  const serviceStats = new ServiceStats(tenantStats, stored, falseHits, NO_STEPS, monitor);
  /** What doors do with the rooms, in one place. */
  const cache = {
    lookup: answers.lookup.bind(answers),
    store: keeping.store.bind(keeping),
    invalidate: async (request: InvalidateRequest) => ({ removed: await keeper.invalidate(request) }),
    feedback: feedback.take.bind(feedback),
    stats: (tenant: string, of: CacheStats['of']) => (of === 'service' ? serviceStats : tenantStats).of(tenant),
    flush: () => keeping.flush(),
  };
  return { cache, answers, keeping, keeper, replicas, learning, falseHits, shadows };
}
