import { inferenceBackendsList, inferenceBackendsSwitch } from './backends.js';
import {
  cacheSemanticCheck,
  cacheSemanticFeedback,
  cacheSemanticInvalidate,
  cacheSemanticLookup,
  cacheSemanticStore,
  cacheTextsAlign,
  cacheTextsEmbed,
} from './cache.js';
import { cacheErase, persistenceErase, persistenceErasureTraces } from './erasure.js';
import { metricsFiguresReported, metricsGatesReport } from './gates.js';
import { cacheHealthGet, inferenceHealthGet, persistenceHealthGet } from './health.js';
import {
  inferenceChatComplete,
  inferenceChatStream,
  inferenceModelsList,
  inferencePromptCount,
  inferenceTokensCount,
} from './inference.js';
import { cacheIngestionFingerprint, cacheIngestionProcess, orchestratorUploadRead } from './ingestion.js';
import { metricsPerformanceRecorded, metricsPerformanceSnapshot } from './metrics.js';
import {
  persistenceChatAppend,
  persistenceChatList,
  persistenceDocumentChange,
  persistenceDocumentDelete,
  persistenceDocumentIndex,
  persistenceDocumentList,
  persistenceDocumentRead,
  persistenceDocumentRecall,
  persistenceDocumentSearch,
  persistenceDocumentStage,
  persistencePerformanceAppend,
  persistencePerformanceList,
  persistenceSessionChange,
  persistenceSessionCreate,
  persistenceSessionDelete,
  persistenceSessionEnter,
  persistenceSessionGet,
  persistenceSessionLeave,
  persistenceSessionList,
} from './persistence.js';
import {
  persistenceDocumentGet,
  persistenceOriginalOffer,
  persistenceOriginalRead,
  persistenceOriginalStage,
  persistenceUploadClaim,
  persistenceUploadFail,
  persistenceUploadKeep,
  persistenceUploadList,
  persistenceUploadProgress,
} from './uploads.js';

export const MESSAGING_SERVICES = ['orchestrator', 'inference', 'cache', 'persistence', 'metrics'] as const;
export type MessagingService = (typeof MESSAGING_SERVICES)[number];

interface Named {
  readonly subject: string;
}

const CALLED: Readonly<Record<MessagingService, readonly Named[]>> = {
  orchestrator: [
    cacheErase,
    cacheHealthGet,
    inferenceHealthGet,
    persistenceHealthGet,
    metricsFiguresReported,
    cacheIngestionFingerprint,
    cacheIngestionProcess,
    cacheSemanticCheck,
    cacheSemanticFeedback,
    cacheSemanticLookup,
    cacheSemanticStore,
    cacheTextsAlign,
    cacheTextsEmbed,
    inferenceChatComplete,
    inferenceChatStream,
    inferenceModelsList,
    inferencePromptCount,
    inferenceTokensCount,
    inferenceBackendsList,
    inferenceBackendsSwitch,
    metricsGatesReport,
    metricsPerformanceRecorded,
    metricsPerformanceSnapshot,
    persistenceChatAppend,
    persistenceChatList,
    persistenceDocumentChange,
    persistenceDocumentDelete,
    persistenceDocumentGet,
    persistenceDocumentIndex,
    persistenceDocumentList,
    persistenceDocumentRead,
    persistenceDocumentRecall,
    persistenceDocumentSearch,
    persistenceDocumentStage,
    persistenceErase,
    persistenceErasureTraces,
    persistenceOriginalOffer,
    persistenceOriginalRead,
    persistenceOriginalStage,
    persistenceSessionChange,
    persistenceSessionCreate,
    persistenceSessionDelete,
    persistenceSessionEnter,
    persistenceSessionGet,
    persistenceSessionLeave,
    persistenceSessionList,
    persistenceUploadClaim,
    persistenceUploadFail,
    persistenceUploadKeep,
    persistenceUploadList,
    persistenceUploadProgress,
  ],
  inference: [metricsFiguresReported, cacheTextsEmbed, metricsPerformanceRecorded],
  cache: [metricsFiguresReported, inferenceChatComplete, orchestratorUploadRead],
  persistence: [metricsFiguresReported, cacheSemanticInvalidate],
  metrics: [persistencePerformanceAppend, persistencePerformanceList],
};

/** What a service asks of others, as subjects. NATS lets it publish these and its own, and nothing else; a test holds the list to the code. */
export function subjectsCalledBy(service: MessagingService): string[] {
  return CALLED[service].map(({ subject }) => subject);
}
