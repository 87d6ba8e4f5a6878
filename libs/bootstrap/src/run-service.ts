import { ConfigError, environmentWith, loadConfig } from '@docmind/config';
import { AppError, storageFault } from '@docmind/errors';
import { type MessageTransport, NatsTransport } from '@docmind/messaging';
import { ServiceLogger } from '@docmind/telemetry';
import { z, type ZodObject, type ZodRawShape } from 'zod';
import { commonConfigShape, natsConfigShape } from './config/common-config.js';
import { natsPassword } from './config/nats-password.js';
import type { RunningService } from './start-service.js';

/** What a supervisor says to a service before it ends it. */
export const DRAIN = 'drain';
/** For what comes after the door: writing what is in memory, closing files and engines. */
export const CLOSE_GRACE_MS = 3_000;

type Environment = Readonly<Record<string, string | undefined>>;

export interface ServiceProgram<Shape extends ZodRawShape> {
  readonly name: string;
  readonly schema: ZodObject<Shape>;
  /** Settings from elsewhere, put below those of the environment. */
  readonly environment?: (environment: Environment) => Environment;
  readonly start: (config: z.infer<ZodObject<Shape>>, transport: MessageTransport) => Promise<RunningService>;
}

/** `main.ts` of a service that is a process of its own: configuration, NATS, start, and a clean end on SIGTERM or SIGINT. */
export async function runService<Shape extends ZodRawShape>({ name, schema, start, environment }: ServiceProgram<Shape>): Promise<void> {
  try {
    const own = environmentWith({});
    const config = loadConfig(schema, environment ? environment(own) : own);
    const { close, drain, url } = await startOverNats(name, (transport) => start(config, transport));
    const { DRAIN_TIMEOUT_MS } = loadConfig(z.object(commonConfigShape));
    endOnSignals(close, DRAIN_TIMEOUT_MS + CLOSE_GRACE_MS);
    // A supervisor has all doors drain together before it ends one after the other.
    process.on('message', (message) => {
      if (message === DRAIN) void drain().then(() => process.send?.({ drained: name }));
    });
    process.send?.({ ready: name, url });
  } catch (thrown) {
    process.stderr.write(`${name}: ${messageOf(thrown)}\n`);
    process.exit(1);
  }
}

async function startOverNats(name: string, start: (transport: MessageTransport) => Promise<RunningService>) {
  const nats = loadConfig(z.object(natsConfigShape));
  const { LOG_LEVEL: level, LOG_FORMAT: format } = loadConfig(z.object(commonConfigShape));
  const transport = new NatsTransport({
    url: nats.NATS_URL,
    name,
    user: nats.NATS_USER,
    password: natsPassword(nats),
    logger: new ServiceLogger({ service: name, level, format }),
  });
  try {
    const service = await start(transport);
    return {
      url: service.url,
      drain: () => service.drain(),
      close: async () => {
        await service.close();
        await transport.close();
      },
    };
  } catch (thrown) {
    await transport.close();
    throw thrown;
  }
}

/** A supervisor that dies, however, closes its channel: nobody is left behind. */
function endOnSignals(close: () => Promise<void>, limitMs: number): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => endHanging(limitMs), limitMs).unref();
    close().then(
      () => process.exit(0),
      (thrown: unknown) => {
        process.stderr.write(`${messageOf(thrown)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (process.connected) process.on('disconnect', end);
}

function endHanging(limitMs: number): never {
  process.stderr.write(`Something did not end within ${limitMs} ms and is left behind\n`);
  process.exit(1);
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof ConfigError || thrown instanceof AppError) return thrown.message;
  const fault = storageFault(thrown);
  if (fault) return `${fault.message} (${(thrown as Error).message})`;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
