import type { ChainableCommander, Redis } from 'ioredis';

/** The driver's own limit; whoever waits for a lookup gives up sooner. */
const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
const MAX_RECONNECT_DELAY_MS = 2_000;

/** Commands fail at once while there is no connection, instead of waiting for one. */
export async function connectRedis(url: string, onFault: (error: Error) => void): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
  });
  redis.on('error', onFault);
  return redis;
}

/** The replies of a pipeline or transaction. @throws the first error in it, such as a full server's */
export async function repliesOf(commands: ChainableCommander): Promise<unknown[]> {
  const replies = (await commands.exec().catch(rethrowFirst)) ?? [];
  return replies.map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
}

/** A transaction that was refused says only that; why is in the refusal of its first command. */
function rethrowFirst(error: Error & { previousErrors?: Error[] }): never {
  throw error.previousErrors?.[0] ?? error;
}
