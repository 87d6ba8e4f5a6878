import { type CommonConfig, commonConfigShape, type NatsConfig, natsConfigShape } from '@docmind/bootstrap';
import { type CacheConfig, cacheConfigSchema } from '@docmind/cache';
import { ConfigError, type ConfigFault, environmentWith, loadConfig } from '@docmind/config';
import { type InferenceConfig, inferenceConfigSchema, withLlmConfig } from '@docmind/inference';
import { type MetricsConfig, metricsConfigSchema } from '@docmind/metrics';
import { type OrchestratorConfig, orchestratorConfigSchema } from '@docmind/orchestrator';
import { type PersistenceConfig, persistenceConfigSchema } from '@docmind/persistence';
import { z } from 'zod';

export interface StackConfig {
  readonly common: CommonConfig;
  readonly nats: NatsConfig;
  readonly orchestrator: OrchestratorConfig;
  readonly inference: InferenceConfig;
  readonly cache: CacheConfig;
  readonly persistence: PersistenceConfig;
  readonly metrics: MetricsConfig;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration of all five services from one environment.
 * @throws ConfigError naming every fault of every service once
 */
export function loadStackConfig(overrides: Environment = {}): StackConfig {
  const { config, faults } = parseStackConfig(overrides);
  if (faults.length > 0) throw new ConfigError(faults);
  return config as StackConfig;
}

/** As far as it can be read. @throws ConfigError for LLM_CONFIG_FILE, without which no variable is known */
export function parseStackConfig(overrides: Environment): { readonly config: Partial<StackConfig>; readonly faults: ConfigFault[] } {
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
    nats: read(z.object(natsConfigShape)),
    orchestrator: read(orchestratorConfigSchema),
    inference: read(inferenceConfigSchema),
    cache: read(cacheConfigSchema),
    persistence: read(persistenceConfigSchema),
    metrics: read(metricsConfigSchema),
  };
  return { config, faults: [...faults].map(([variable, problem]) => ({ variable, problem })) };
}
