import { environmentWith } from '@docmind/config';
import { openModelStore } from '@docmind/models';
import { ServiceLogger } from '@docmind/telemetry';
import { startEmbedded } from '../hosts/embedded-host.js';
import { startProcesses } from '../hosts/process-host.js';
import type { RunningStack } from '../hosts/running-stack.js';
import { ServiceManager } from '../hosts/service-manager.js';
import { modelsDir, neededModels } from '../config/models.js';
import { installedModel } from '../doctor/find-models.js';
import { loadStackConfig, type StackConfig } from '../config/stack-config.js';
import { say, table } from './terminal.js';
import { untilStopped } from './until-stopped.js';

export interface UpOptions {
  readonly processes?: boolean;
  readonly nats?: string;
  readonly dataDir?: string;
  readonly host?: string;
  readonly port?: string;
  readonly logLevel?: string;
  readonly restoreLatest?: boolean;
  /** Answer with the small model, whatever else is installed. */
  readonly small?: boolean;
}

/** Command-line choices as the variables they stand for. */
export function overridesOf({ dataDir, host, port, logLevel, restoreLatest }: UpOptions): Record<string, string | undefined> {
  const overrides = { DOCMIND_DATA_DIR: dataDir, DOCMIND_HOST: host, ORCHESTRATOR_PORT: port, LOG_LEVEL: logLevel };
  return restoreLatest ? { ...overrides, DOCMIND_RESTORE_LATEST: 'true' } : overrides;
}

/** Starts everything, says where it is, and ends it on Ctrl-C. */
export async function up(options: UpOptions): Promise<void> {
  const stack = await startStack(options);
  say(`DocMind Stack is up (${stack.shape}).\n`);
  say(addresses(stack));
  say('\nCtrl-C ends it; running requests are finished first.');
  const manager = new ServiceManager(environmentWith({}));
  await manager.up(stack);
  await untilStopped(async () => {
    await manager.stopping();
    await stack.close();
  }, stack.endsWithinMs);
  say('Stopped.');
}

/** @throws AppError FAILED_PRECONDITION naming a missing model and the command that fetches it */
export async function startStack(options: UpOptions): Promise<RunningStack> {
  const overrides = await withModel(overridesOf(options), options);
  const config = loadStackConfig(overrides);
  await assertModels(config);
  if (!options.processes && options.nats === undefined) return startEmbedded(config);
  const logger = new ServiceLogger({ service: 'stack', level: config.common.LOG_LEVEL, format: config.common.LOG_FORMAT });
  return startProcesses({ config, natsUrl: options.nats, overrides, logger });
}

/** Where nobody named a model, the best that is installed and fits. */
async function withModel(overrides: Record<string, string | undefined>, { small = false }: UpOptions) {
  const config = loadStackConfig(overrides);
  const model = small ? undefined : await installedModel(config, openModelStore(modelsDir(config)));
  if (model === undefined) return overrides;
  say(`Answers are written by ${model}, the best chat model that is installed here (INFERENCE_MODEL names another).`);
  return { ...overrides, INFERENCE_MODEL: model };
}

export function addresses({ urls }: RunningStack): string {
  return table([
    ['what', 'address'],
    ['the page: open it in a browser', `${urls.orchestrator}/`],
    ['questions, documents, sessions', urls.orchestrator],
    ['API reference', `${urls.orchestrator}/docs`],
    ['OpenAI-compatible: docmind', `${urls.orchestrator}/v1`],
    ['OpenAI-compatible: the model alone', `${urls.inference}/v1`],
    ['cache (GPTCache API)', urls.cache],
    ['figures', `${urls.metrics}/performance`],
  ]);
}

/** Before any service starts: one that misses its model would only say so in its readiness. */
async function assertModels(config: StackConfig): Promise<void> {
  const store = openModelStore(modelsDir(config));
  for (const id of neededModels(config)) await store.verify(id);
}
