import { type CommonConfig, commonConfigShape } from '@docmind/bootstrap';
import { type CacheConfig, cacheConfigSchema } from '@docmind/cache';
import { ConfigError, environmentWith, loadConfig } from '@docmind/config';
import { type InferenceConfig, inferenceConfigSchema, withLlmConfig } from '@docmind/inference';
import { type MetricsConfig, metricsConfigSchema } from '@docmind/metrics';
import { type OrchestratorConfig, orchestratorConfigSchema } from '@docmind/orchestrator';
import { type PersistenceConfig, persistenceConfigSchema } from '@docmind/persistence';
import { z } from 'zod';

export interface StackConfig {
  readonly common: CommonConfig;
  readonly orchestrator: OrchestratorConfig;
  readonly inference: InferenceConfig;
  readonly cache: CacheConfig;
  readonly persistence: PersistenceConfig;
  readonly metrics: MetricsConfig;
}

/**
 * The configuration of all five services from one environment.
 * @throws ConfigError naming every fault of every service once
 */
export function loadStackConfig(overrides: Readonly<Record<string, string | undefined>> = {}): StackConfig {
  const environment = withLlmConfig(environmentWith(overrides));
  const faults = new Map<string, string>();
  const read = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>): z.infer<z.ZodObject<Shape>> | undefined => {
    try {
      return loadConfig(schema, environment);
    } catch (thrown) {
      if (!(thrown instanceof ConfigError)) throw thrown;
      for (const { variable, problem } of thrown.faults) faults.set(variable, problem);
      return undefined;
    }
  };
  const config = {
    common: read(z.object(commonConfigShape)),
    orchestrator: read(orchestratorConfigSchema),
    inference: read(inferenceConfigSchema),
    cache: read(cacheConfigSchema),
    persistence: read(persistenceConfigSchema),
    metrics: read(metricsConfigSchema),
  };
  if (faults.size > 0) throw new ConfigError([...faults].map(([variable, problem]) => ({ variable, problem })));
  return config as StackConfig;
}
