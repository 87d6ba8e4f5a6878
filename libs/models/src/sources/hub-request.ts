// One GET with a limit on silence: fetch itself has none once the headers are there.
import { AppError } from '@docmind/errors';

export interface HubRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly stallTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** Calls `use` with the answer; `alive` must be called whenever bytes arrive. */
export async function hubRequest<Result>(
  request: HubRequest,
  use: (response: Response, alive: () => void, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stalled = new AbortController();
  const signal = AbortSignal.any([request.signal, stalled.signal]);
  const timer = setTimeout(() => stalled.abort(), request.stallTimeoutMs);
  try {
    const response = await fetch(request.url, { headers: { 'user-agent': 'docmind', ...request.headers }, signal });
    return await use(response, () => timer.refresh(), signal);
  } catch (thrown) {
    if (request.signal.aborted || thrown instanceof AppError) throw thrown;
    if (stalled.signal.aborted) throw new AppError('DEADLINE_EXCEEDED', `nothing arrived for ${request.stallTimeoutMs / 1000} s`);
    throw new AppError('UNAVAILABLE', networkReason(thrown, new URL(request.url).host), { cause: thrown });
  } finally {
    clearTimeout(timer);
  }
}

/** @throws AppError for any status but those in `fine` */
export function assertStatus(response: Response, fine: readonly number[], what: string): void {
  const { status } = response;
  if (fine.includes(status)) return;
  if (status === 404) throw new AppError('NOT_FOUND', `the hub has no ${what} (404)`);
  if (status === 401 || status === 403)
    throw new AppError('PERMISSION_DENIED', `the hub does not give ${what} without a token (${status})`);
  throw new AppError('UNAVAILABLE', `the hub answered ${status} for ${what}`);
}

function networkReason(thrown: unknown, host: string): string {
  const inner = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const code = (inner as { code?: string }).code;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `${host} cannot be found from this network`;
  if (code === 'ENOSPC') return 'the disk is full';
  return `the connection to ${host} broke: ${code ?? (inner instanceof Error ? inner.message : 'unknown reason')}`;
}
