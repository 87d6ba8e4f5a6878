import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestContext } from './request-context.js';

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` so that everything below it (logs above all) finds the request it belongs to. */
export function runInRequest<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The request being worked on here; undefined at start-up and in timers. */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}
