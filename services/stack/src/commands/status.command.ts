import { readyReplySchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { portOf, SERVICE_NAMES, type ServiceName } from '../hosts/service-list.js';
import { loadStackConfig, type StackConfig } from '../config/stack-config.js';
import { doorUrl } from '../settings/client-settings.js';
import { say, table } from './terminal.js';

const PROBE_LIMIT_MS = 3_000;

interface Probe {
  readonly name: ServiceName;
  readonly state: 'ready' | 'not ready' | 'not running';
  readonly parts: string;
}

/** @throws AppError UNAVAILABLE when any service isn't ready, so that a script can ask too */
export async function status(): Promise<void> {
  const config = loadStackConfig();
  const probes = await Promise.all(SERVICE_NAMES.map((name) => probe(config, name)));
  say(
    table([
      ['service', 'state', 'port', 'parts'],
      ...probes.map(({ name, state, parts }) => [name, state, String(portOf(config, name)), parts]),
    ]),
  );
  const missing = probes.filter(({ state }) => state !== 'ready').length;
  if (missing > 0) throw new AppError('UNAVAILABLE', `${missing} of ${probes.length} services are not ready`);
}

async function probe(config: StackConfig, name: ServiceName): Promise<Probe> {
  const url = `${doorUrl(config.common.DOCMIND_HOST, portOf(config, name))}/health/ready`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    const told = readyReplySchema.safeParse(await response.json());
    const parts = Object.entries(told.data?.details ?? {}).map(
      ([part, { status, message }]) => `${part} ${status}${message ? ` (${message})` : ''}`,
    );
    return { name, state: response.ok ? 'ready' : 'not ready', parts: parts.join(', ') };
  } catch {
    return { name, state: 'not running', parts: '' };
  }
}
