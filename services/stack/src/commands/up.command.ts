import { environmentWith } from '@docmind/config';
import { ServiceLogger } from '@docmind/telemetry';
import { startEmbedded } from '../hosts/embedded-host.js';
import { startProcesses } from '../hosts/process-host.js';
import type { RunningStack } from '../hosts/running-stack.js';
import { startHolding } from '../hosts/held-stack.js';
import { ServiceManager } from '../hosts/service-manager.js';
import { usableStack } from '../doctor/usable-stack.js';
import { clientSettings } from '../settings/client-settings.js';
import { foldersToWatch } from '../settings/watch-settings.js';
import { watchForStack } from '../ingest/watch-stack.js';
import { unreadNames } from '../settings/unread-names.js';
import { say, table, warn } from './terminal.js';
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
export function overridesOf({ dataDir, host, port, nats, logLevel, restoreLatest }: UpOptions): Record<string, string | undefined> {
  const overrides = { DOCMIND_DATA_DIR: dataDir, DOCMIND_HOST: host, ORCHESTRATOR_PORT: port, NATS_URL: nats, LOG_LEVEL: logLevel };
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
  const folders = foldersToWatch();
  for (const { root, into } of folders) say(`Watching ${root}: its documents are below ${into}/.`);
  const endWatching = watchForStack(folders, stack, options.dataDir ?? clientSettings().DOCMIND_DATA_DIR, say);
  await untilStopped(async () => {
    await manager.stopping();
    await endWatching();
    await stack.close();
  }, stack.endsWithinMs);
  say('Stopped.');
}

/** @throws ConfigError naming every setting that can't be used, AppError FAILED_PRECONDITION naming a missing model and what fetches it, or what holds the data folder */
export async function startStack(options: UpOptions): Promise<RunningStack> {
  const { config, overrides, chosenModel } = await usableStack(overridesOf(options), options);
  for (const { name, says } of unreadNames().filter(({ isMisspelt }) => isMisspelt)) warn(`${name} is set: ${says}`);
  if (chosenModel !== undefined)
    say(`Answers are written by ${chosenModel}, the best chat model that is installed here (INFERENCE_MODEL names another).`);
  const isOneProcess = !options.processes && options.nats === undefined;
  return startHolding(config.common.DOCMIND_DATA_DIR, isOneProcess ? 'one process' : 'five processes', async () => {
    if (isOneProcess) return startEmbedded(config);
    const logger = new ServiceLogger({ service: 'stack', level: config.common.LOG_LEVEL, format: config.common.LOG_FORMAT });
    return startProcesses({ config, natsUrl: options.nats, overrides, logger });
  });
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
