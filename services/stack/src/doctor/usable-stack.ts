import { commonFaults, natsPassword } from '@docmind/bootstrap';
import { cacheFaults } from '@docmind/cache';
import { ConfigError, type ConfigFault, faultsOf } from '@docmind/config';
import { inferenceFaults } from '@docmind/inference';
import { openModelStore } from '@docmind/models';
import { orchestratorFaults } from '@docmind/orchestrator';
import { persistenceFaults } from '@docmind/persistence';
import { modelsDir, neededModels } from '../config/models.js';
import { loadStackConfig, parseStackConfig, type StackConfig } from '../config/stack-config.js';
import { watchFaults } from '../settings/watch-settings.js';
import { installedModel } from './find-models.js';
import { portClashes } from './port-clashes.policy.js';

type Overrides = Readonly<Record<string, string | undefined>>;

export interface UsableStack {
  readonly config: StackConfig;
  /** Those given and the model that was chosen. */
  readonly overrides: Overrides;
  /** The best that is installed, where nobody named one. */
  readonly chosenModel: string | undefined;
}

/**
 * All that `up` asks of settings and models before it starts anything, and `config check` without starting: what one refuses the other does.
 * @param small answer with the small model, whatever else is installed
 * @throws ConfigError naming every setting that can't be used, AppError FAILED_PRECONDITION for a model that isn't installed
 */
export async function usableStack(given: Overrides = {}, { small = false }: { readonly small?: boolean } = {}): Promise<UsableStack> {
  const first = await withoutFaults(given);
  const chosenModel = small ? undefined : await installedModel(first, openModelStore(modelsDir(first)));
  const overrides = chosenModel === undefined ? given : { ...given, INFERENCE_MODEL: chosenModel };
  // Of the catalogue and installed, so that it brings no fault of its own.
  const config = chosenModel === undefined ? first : loadStackConfig(overrides);
  const store = openModelStore(modelsDir(config));
  for (const id of neededModels(config)) await store.verify(id);
  return { config, overrides, chosenModel };
}

/** What is wrong with the settings of all services, each that can be read being looked at, whatever is wrong with another. */
export function stackFaults(given: Overrides = {}): Promise<ConfigFault[]> {
  return faultsOfStack(parseStackConfig(given));
}

async function faultsOfStack({ config, faults }: ReturnType<typeof parseStackConfig>): Promise<ConfigFault[]> {
  const found = await Promise.all([
    faultsIn(config.nats, (nats) => faultsOf(nats, [{ variable: 'NATS_PASSWORD_FILE', read: natsPassword }])),
    faultsIn(config.common, commonFaults),
    faultsIn(config.common, async ({ DOCMIND_API_KEYS_FILE }) => watchFaults(DOCMIND_API_KEYS_FILE)),
    faultsIn(config.orchestrator, orchestratorFaults),
    faultsIn(config.inference, inferenceFaults),
    faultsIn(config.cache, cacheFaults),
    faultsIn(config.persistence, persistenceFaults),
  ]);
  const all = [...faults, ...found.flat(), ...portClashes(portsOf(config))];
  return all.length > 0 ? all : unknownModels(config as StackConfig);
}

/** None in a part that can't be read: the faults of its values are known. */
async function faultsIn<Part>(part: Part | undefined, faults: (part: Part) => Promise<ConfigFault[]>): Promise<ConfigFault[]> {
  return part === undefined ? [] : faults(part);
}

function portsOf({ orchestrator, inference, cache, persistence, metrics }: Partial<StackConfig>) {
  return {
    ORCHESTRATOR_PORT: orchestrator?.ORCHESTRATOR_PORT,
    INFERENCE_PORT: inference?.INFERENCE_PORT,
    CACHE_SERVER_PORT: cache?.CACHE_SERVER_PORT,
    PERSISTENCE_PORT: persistence?.PERSISTENCE_PORT,
    METRICS_PORT: metrics?.METRICS_PORT,
  };
}

async function withoutFaults(given: Overrides): Promise<StackConfig> {
  const parsed = parseStackConfig(given);
  const faults = await faultsOfStack(parsed);
  if (faults.length > 0) throw new ConfigError(faults);
  return parsed.config as StackConfig;
}

/** A model that is known and not installed is no wrong setting: the message says how to fetch it. */
function unknownModels(config: StackConfig): Promise<ConfigFault[]> {
  const variable = config.inference.BACKENDS_FILE === undefined ? 'INFERENCE_MODEL' : 'BACKENDS_FILE';
  return faultsOf(config, [
    {
      variable,
      read: () => {
        const { catalogue } = openModelStore(modelsDir(config));
        for (const id of neededModels(config)) catalogue.get(id);
      },
    },
  ]);
}
