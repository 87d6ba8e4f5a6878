import type { RunningService } from '@docmind/bootstrap';
import { startCache } from '@docmind/cache';
import { startInference } from '@docmind/inference';
import type { MessageTransport } from '@docmind/messaging';
import { startMetrics } from '@docmind/metrics';
import { startOrchestrator } from '@docmind/orchestrator';
import { startPersistence } from '@docmind/persistence';
import type { StackConfig } from '../config/stack-config.js';

export const SERVICE_NAMES = ['persistence', 'cache', 'inference', 'metrics', 'orchestrator'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** The order in which they end: the door first, then those that still write, what keeps the data last. */
export const CLOSING_ORDER = ['orchestrator', 'inference', 'metrics', 'cache', 'persistence'] as const satisfies readonly ServiceName[];

type Start = (config: StackConfig, transport: MessageTransport) => Promise<RunningService>;

export const START: Readonly<Record<ServiceName, Start>> = {
  persistence: (config, transport) => startPersistence(config.persistence, transport),
  cache: (config, transport) => startCache(config.cache, transport),
  inference: (config, transport) => startInference(config.inference, transport),
  metrics: (config, transport) => startMetrics(config.metrics, transport),
  orchestrator: (config, transport) => startOrchestrator(config.orchestrator, transport),
};

/** The variable that sets a service's port, and where it answers unless told otherwise. */
export function portOf(config: StackConfig, name: ServiceName): number {
  const ports: Readonly<Record<ServiceName, number>> = {
    orchestrator: config.orchestrator.ORCHESTRATOR_PORT,
    inference: config.inference.INFERENCE_PORT,
    cache: config.cache.CACHE_SERVER_PORT,
    persistence: config.persistence.PERSISTENCE_PORT,
    metrics: config.metrics.METRICS_PORT,
  };
  return ports[name];
}
