// The one way from the page to the door it came from.
import type { WireError } from '@docmind/contracts';

/** Says that a script of this page asks, not a form of another: no other site can send it without being asked first. */
export const FROM_CONSOLE = { 'x-docmind-console': '1' };

/** What went wrong, in the door's own words. `UNREACHABLE` is ours: nothing answered. */
export class DoorError extends Error {
  constructor(
    readonly code: WireError['code'] | 'UNREACHABLE',
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

type Listener = (error: DoorError) => void;
const listeners = new Set<Listener>();

/** Told of each refusal for want of a key, so that the page can ask for one. */
export function onUnauthenticated(listener: Listener): void {
  listeners.add(listener);
}

export async function reach(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...FROM_CONSOLE, ...(init.headers as Record<string, string> | undefined) };
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, credentials: 'same-origin', cache: 'no-store' });
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    throw new DoorError('UNREACHABLE', String((thrown as Error).message));
  }
  if (response.ok) return response;
  throw await refusalOf(response);
}

export async function getJson<Reply>(path: string, init: RequestInit = {}): Promise<Reply> {
  return (await (await reach(path, init)).json()) as Reply;
}

export function sendJson<Reply>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Reply> {
  const content = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return getJson<Reply>(path, { method, ...content });
}

async function refusalOf(response: Response): Promise<DoorError> {
  const body = (await response.json().catch(() => undefined)) as { error?: Partial<WireError> } | undefined;
  const { code, message } = { code: 'UNAVAILABLE', message: `HTTP ${response.status}`, ...body?.error } as const;
  const retryAfter = response.headers.get('retry-after');
  const error = new DoorError(code, message, retryAfter === null ? undefined : Number(retryAfter));
  if (code === 'UNAUTHENTICATED') for (const listener of listeners) listener(error);
  return error;
}
