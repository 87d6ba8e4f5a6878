import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '@docmind/config';
import type { ServiceLogger } from '@docmind/telemetry';
import { CLOSING_ORDER, SERVICE_NAMES, type ServiceName } from './service-list.js';
import type { StackConfig } from '../config/stack-config.js';
import { type NatsProcess, startNatsProcess } from './nats-process.js';
import { natsPasswordFile, writeNatsSecrets } from '../secrets/nats-secrets.js';
import type { RunningStack } from './running-stack.js';
import { type SupervisedOptions, SupervisedProcess } from './supervised-process.js';

const START_LIMIT_MS = 60_000;
/** Beyond a service's own DRAIN_TIMEOUT_MS. */
const STOP_GRACE_MS = 5_000;

export interface ProcessHostOptions {
  readonly config: StackConfig;
  /** A running NATS; without it one is started from PATH. */
  readonly natsUrl?: string;
  readonly overrides: Readonly<Record<string, string | undefined>>;
  readonly logger: ServiceLogger;
}

export interface ProcessStack extends RunningStack {
  readonly natsUrl: string;
  /** Process ids as they are now; a restarted service has another. */
  pids(): Readonly<Record<ServiceName, number | undefined>>;
}

/** Five processes over NATS, each started again when it dies. */
export async function startProcesses(options: ProcessHostOptions): Promise<ProcessStack> {
  const { config, logger, overrides } = options;
  const report: SupervisedOptions['report'] = (event) => logger.warn(event);
  const credentials = natsFolder(config);
  const nats =
    options.natsUrl === undefined
      ? await startNatsProcess(environmentWith({}).PATH ?? '', writeNatsSecrets(credentials), report)
      : givenNats(options.natsUrl);
  const environmentOf = (name: ServiceName) =>
    environmentWith({
      ...overrides,
      NATS_URL: nats.url,
      ...(options.natsUrl === undefined ? { NATS_USER: name, NATS_PASSWORD_FILE: natsPasswordFile(credentials, name) } : {}),
    });
  const stopLimitMs = config.common.DRAIN_TIMEOUT_MS + STOP_GRACE_MS;
  const processes = new Map(
    SERVICE_NAMES.map((name) => {
      const limits = { startLimitMs: START_LIMIT_MS, stopLimitMs };
      return [name, new SupervisedProcess({ name, entry: entryOf(name), environment: environmentOf(name), ...limits, report })];
    }),
  );
  const close = async () => {
    for (const name of CLOSING_ORDER) await processes.get(name)?.stop();
    await nats.stop();
  };
  const starts = await Promise.allSettled([...processes.values()].map((process) => process.start()));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  const urls = mapServices((name) => processes.get(name)?.url ?? '');
  return {
    shape: `five processes over ${nats.url}`,
    urls,
    natsUrl: nats.url,
    pids: () => mapServices((name) => processes.get(name)?.pid),
    close,
  };
}

/** Of this run only: made anew by each start. */
function natsFolder({ common }: StackConfig): string {
  return join(common.DOCMIND_DATA_DIR, 'nats');
}

function givenNats(url: string): NatsProcess {
  return { url, stop: async () => undefined };
}

/** `main.js` lies beside the service's `index.js`. */
function entryOf(name: ServiceName): string {
  return fileURLToPath(new URL('main.js', import.meta.resolve(`@docmind/${name}`)));
}

function mapServices<T>(value: (name: ServiceName) => T): Record<ServiceName, T> {
  return Object.fromEntries(SERVICE_NAMES.map((name) => [name, value(name)])) as Record<ServiceName, T>;
}
