// The one way from the page to the door it came from.
import type { WireError } from '@docmind/contracts';

/** Says that a script of this page asks, not a form of another: no other site can send it without being asked first. */
export const FROM_CONSOLE = { 'x-docmind-console': '1' };

/** What went wrong, in the door's own words. Two codes are ours: nothing answered, and the connection broke in the middle of an answer. */
export class DoorError extends Error {
  constructor(
    readonly code: WireError['code'] | 'UNREACHABLE' | 'CUT',
    message: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

type Listener = (error: DoorError) => void;
const listeners = new Set<Listener>();
type HealthListener = (isWell: boolean) => void;
const healthListeners = new Set<HealthListener>();
/** What a request may meet when a part is down; others say something of the request. */
const FAULTS: ReadonlySet<DoorError['code']> = new Set(['UNREACHABLE', 'CUT', 'UNAVAILABLE', 'INTERNAL', 'DEADLINE_EXCEEDED']);

/** Told of each refusal for want of a key, so that the page can ask for one. */
export function onUnauthenticated(listener: Listener): void {
  listeners.add(listener);
}

/** Told by each reply what it lets one guess of the stack, so that its sign need not wait for the next look. @returns what ends it */
export function onHint(listener: HealthListener): () => void {
  healthListeners.add(listener);
  return () => healthListeners.delete(listener);
}

function hint(isWell: boolean): void {
  for (const listener of healthListeners) listener(isWell);
}

/** @returns the error, after whoever watches the stack has heard of it */
export function fault(...what: ConstructorParameters<typeof DoorError>): DoorError {
  const error = new DoorError(...what);
  if (FAULTS.has(error.code)) hint(false);
  return error;
}

export async function reach(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...FROM_CONSOLE, ...(init.headers as Record<string, string> | undefined) };
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, credentials: 'same-origin', cache: 'no-store' });
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    throw fault('UNREACHABLE', String((thrown as Error).message));
  }
  if (response.ok) {
    hint(true);
    return response;
  }
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
  const error = fault(code, message, retryAfter === null ? undefined : Number(retryAfter));
  if (code === 'UNAUTHENTICATED') for (const listener of listeners) listener(error);
  return error;
}
