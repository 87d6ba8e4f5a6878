import {
  type BackendEvent,
  backendEventSchema,
  type BackendInfo,
  backendListSchema,
  backendSwitchReplySchema,
  type BackendSwitchRequest,
  errorMessageSchema,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { eventsOf } from '@docmind/openai-wire';
import { engineDoor } from '../settings/client-settings.js';
import { milliseconds, say, table } from './terminal.js';

export interface SwitchOptions {
  /** The inference service; default: the one of this configuration. */
  readonly url?: string;
  readonly key?: string;
  readonly drain?: string;
}

/** Without a name: the backends there are. @throws AppError with the service's own words, or naming the command that starts it */
export async function switchBackend(name: string | undefined, options: SwitchOptions): Promise<void> {
  if (name === undefined) return say(backendsTable(backendListSchema.parse(await send('', options)).backends));
  const stop = new AbortController();
  const shown = showProgress(options, stop.signal);
  try {
    const body = { name, ...(options.drain === undefined ? {} : { drainTimeoutMs: Number(options.drain) * 1_000 }) };
    const reply = backendSwitchReplySchema.parse(await send('/switch', options, body));
    say(`${reply.active} serves now, after ${milliseconds(reply.tookMs)}${reply.previous === name ? '' : `; it was ${reply.previous}`}`);
  } finally {
    stop.abort();
    await shown;
  }
}

async function send(path: string, options: SwitchOptions, body?: BackendSwitchRequest): Promise<unknown> {
  const init = body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
  const response = await reach(path, options, init);
  const content: unknown = await response.json().catch(() => undefined);
  if (response.ok) return content;
  const told = errorMessageSchema.safeParse(content);
  throw new AppError('UNAVAILABLE', told.success ? told.data.error.message : `The inference service answered ${response.status}`);
}

async function reach(path: string, { url, key }: SwitchOptions, init: RequestInit): Promise<Response> {
  const base = url ?? engineDoor();
  const headers = { ...(init.headers as object), ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  try {
    return await fetch(`${base}/backends${path}`, { ...init, headers });
  } catch (cause) {
    throw new AppError('UNAVAILABLE', `No inference service answers at ${base}. Start it with: npm run docmind -- up`, { cause });
  }
}

/** A line for each change while the switch runs; without it the switch goes on all the same. */
async function showProgress(options: SwitchOptions, signal: AbortSignal): Promise<void> {
  try {
    const { body } = await reach('/events', options, { signal });
    if (body) for await (const { data } of eventsOf(body)) show(data);
  } catch {
    // Ended by us, or not there; the switch itself says what is wrong.
  }
}

function show(data: string): void {
  const parsed = backendEventSchema.safeParse(JSON.parse(data));
  if (parsed.success) say(line(parsed.data));
}

function line({ backend, state, running, waiting, reason }: BackendEvent): string {
  const counts = `${running} running, ${waiting} waiting`;
  return `${backend}: ${state}${reason ? ` (${reason})` : ''}, ${counts}`;
}

function backendsTable(backends: readonly BackendInfo[]): string {
  const rows = backends.map(({ name, kind, model, state, active, running, reason }) => [
    active ? `* ${name}` : `  ${name}`,
    kind,
    model,
    reason ? `${state} (${reason})` : state,
    String(running),
  ]);
  return table([['  backend', 'kind', 'model', 'state', 'running'], ...rows]);
}
