import type { RunningService } from '@docmind/bootstrap';
import { InProcessTransport } from '@docmind/messaging';
import { CLOSING_ORDER, SERVICE_NAMES, type ServiceName, START } from './service-list.js';
import type { StackConfig } from '../config/stack-config.js';
import { END_GRACE_MS, type RunningStack } from './running-stack.js';

/**
 * All five services in this process, over the in-process transport.
 * @throws whatever a service's start throws; those that did start are closed again
 */
export async function startEmbedded(config: StackConfig): Promise<RunningStack> {
  const transport = new InProcessTransport();
  const running = new Map<ServiceName, RunningService>();
  const close = async () => {
    await Promise.all([...running.values()].map((service) => service.drain()));
    for (const name of CLOSING_ORDER) await running.get(name)?.close();
    await transport.close();
  };
  const starts = await Promise.allSettled(SERVICE_NAMES.map(async (name) => running.set(name, await START[name](config, transport))));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  const urls = Object.fromEntries([...running].map(([name, service]) => [name, service.url])) as Record<ServiceName, string>;
  return { shape: 'one process', urls, endsWithinMs: config.common.DRAIN_TIMEOUT_MS + END_GRACE_MS, close };
}
