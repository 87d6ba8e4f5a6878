import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '@docmind/config';
import type { ServiceLogger } from '@docmind/telemetry';
import { CLOSING_ORDER, SERVICE_NAMES, type ServiceName } from './service-list.js';
import type { StackConfig } from '../config/stack-config.js';
import { type NatsProcess, startNatsProcess } from './nats-process.js';
import { natsPasswordFile, writeNatsSecrets } from '../secrets/nats-secrets.js';
import { END_GRACE_MS, type RunningStack } from './running-stack.js';
import { type SupervisedOptions, SupervisedProcess } from './supervised-process.js';

/** To end there is what a service does after its door has drained. */
const LIMITS = { startLimitMs: 60_000, stopLimitMs: 5_000 };

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
  const credentials = join(config.common.DOCMIND_DATA_DIR, 'nats');
  const nats =
    options.natsUrl === undefined
      ? await startNatsProcess(environmentWith({}).PATH ?? '', writeNatsSecrets(credentials), report)
      : givenNats(options.natsUrl);
  // Of this run only: made anew by each start. A server of the operator's has accounts of its own.
  const accountOf = (name: ServiceName) =>
    options.natsUrl === undefined ? { NATS_USER: name, NATS_PASSWORD_FILE: natsPasswordFile(credentials, name) } : {};
  const processes = new Map(
    SERVICE_NAMES.map((name) => {
      const environment = environmentWith({ ...overrides, NATS_URL: nats.url, ...accountOf(name) });
      return [name, new SupervisedProcess({ name, entry: entryOf(name), environment, ...LIMITS, report })];
    }),
  );
  const close = async () => {
    await Promise.all([...processes.values()].map((process) => process.drain(config.common.DRAIN_TIMEOUT_MS)));
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
    endsWithinMs: config.common.DRAIN_TIMEOUT_MS + END_GRACE_MS,
    natsUrl: nats.url,
    pids: () => mapServices((name) => processes.get(name)?.pid),
    close,
  };
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
