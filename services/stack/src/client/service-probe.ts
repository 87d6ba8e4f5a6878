import { type ReadyReply, readyReplySchema } from '@docmind/contracts';
import type { StackConfig } from '../config/stack-config.js';
import { portOf, SERVICE_NAMES, type ServiceName } from '../hosts/service-list.js';
import { doorUrl } from '../settings/client-settings.js';

const PROBE_LIMIT_MS = 3_000;

export interface ServiceState {
  readonly name: ServiceName;
  readonly state: 'ready' | 'not ready' | 'not running';
  readonly port: number;
  /** Every part and how it is. */
  readonly parts: string;
  /** Those of them that don't work. */
  readonly down: string;
}

/** What each service says of itself; never throws. */
export function probeServices(config: StackConfig): Promise<ServiceState[]> {
  return Promise.all(SERVICE_NAMES.map((name) => probe(config.common.DOCMIND_HOST, name, portOf(config, name))));
}

async function probe(host: string, name: ServiceName, port: number): Promise<ServiceState> {
  try {
    const response = await fetch(`${doorUrl(host, port)}/health/ready`, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    const { details = {} } = readyReplySchema.safeParse(await response.json()).data ?? {};
    const down = Object.entries(details).filter(([, { status }]) => status === 'down');
    return { name, state: response.ok ? 'ready' : 'not ready', port, parts: listed(Object.entries(details)), down: listed(down) };
  } catch {
    return { name, state: 'not running', port, parts: '', down: '' };
  }
}

type Part = readonly [name: string, state: ReadyReply['details'][string]];

function listed(parts: readonly Part[]): string {
  return parts.map(([name, { status, message, since, problem }]) => `${name} ${status}${whyOf(message ?? problem, since)}`).join(', ');
}

function whyOf(message: string | undefined, since: string | undefined): string {
  if (message === undefined) return '';
  return since === undefined ? ` (${message})` : ` (${message}, since ${new Date(since).toLocaleTimeString('en-GB')})`;
}
