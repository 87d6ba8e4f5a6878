import type { ContextTrim } from '@docmind/contracts';
import type { MetricsRegistry } from '@docmind/telemetry';
import type { InferenceConfig } from '../config/config.js';
import { ContextManager } from './context-manager.js';

const TRIM_SECONDS_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The context manager as it is configured, with its figures in the service's metrics. */
export function createContextManager(config: InferenceConfig, metrics: MetricsRegistry): ContextManager {
  const trims = metrics.counter('docmind_inference_context_trims_total', 'Prompts whose middle was left out');
  const dropped = metrics.counter('docmind_inference_context_dropped_tokens_total', 'Tokens left out of prompts');
  const uncounted = metrics.counter('docmind_inference_context_uncounted_total', 'Long prompts that the engine could not count');
  const help = 'Counting and trimming one prompt';
  const seconds = metrics.histogram('docmind_inference_context_trim_seconds', help, [], TRIM_SECONDS_BUCKETS).series();
  const settings = {
    strategy: config.CONTEXT_TRUNCATION_STRATEGY,
    maxContextTokens: config.MAX_CONTEXT_LENGTH,
    trimThresholdTokens: config.CONTEXT_TRIM_THRESHOLD,
    bufferTokens: config.CONTEXT_BUFFER_SIZE,
    overlapTokens: config.CONTEXT_OVERLAP_TOKENS,
  };
  const onTrim = ({ droppedTokens }: ContextTrim, durationMs: number) => {
    trims.inc();
    dropped.inc(droppedTokens);
    seconds.observe(durationMs / 1_000);
  };
  return new ContextManager(settings, onTrim, () => uncounted.inc());
}
