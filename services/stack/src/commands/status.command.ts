import { AppError } from '@docmind/errors';
import { loadStackConfig } from '../config/stack-config.js';
import { probeServices, type ServiceState } from '../client/service-probe.js';
import { say, table } from './terminal.js';
import { watchStatus } from './watch-status.js';

export interface StatusOptions {
  /** Seconds between two looks; true for the usual. */
  readonly watch?: string | true;
}

const USUAL_SECONDS = 2;
const MOST_SECONDS = 3_600;

/** @throws AppError UNAVAILABLE when any service isn't ready, so that a script can ask too */
export async function status({ watch }: StatusOptions = {}): Promise<void> {
  const config = loadStackConfig();
  const look = () => probeServices(config);
  if (watch !== undefined) {
    await watchStatus(look, intervalOf(watch), stopped(), { isTerminal: process.stdout.isTTY, shown });
    return;
  }
  const states = await look();
  say(shown(states));
  const missing = states.filter(({ state }) => state !== 'ready').length;
  if (missing > 0) throw new AppError('UNAVAILABLE', `${missing} of ${states.length} services are not ready`);
}

function shown(states: readonly ServiceState[]): string {
  return table([
    ['service', 'state', 'port', 'parts'],
    ...states.map(({ name, state, port, parts }) => [name, state, String(port), parts]),
  ]);
}

function intervalOf(watch: string | true): number {
  const seconds = watch === true ? USUAL_SECONDS : Number(watch);
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds * 1_000;
  throw new AppError('INVALID_ARGUMENT', `--watch takes seconds between two looks, above 0 and at most ${MOST_SECONDS}, not ${watch}`);
}

/** Ctrl-C is how a watch ends. */
function stopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
