// The load generator: kept-alive connections, one request at a time on each, every latency recorded.
import { Client } from 'undici';

const DONE = Buffer.from('[DONE]');

/**
 * Sends requests for `durationMs` on each of `connections` connections, or `count` requests in all where that is given.
 * @param {{url: string, connections: number, durationMs?: number, count?: number,
 *   request: (index: number) => {path: string, body: string, headers?: object, method?: string},
 *   check?: (status: number, body: string, index: number) => boolean}} plan `check` makes the body be kept; without it a status of 200, and
 *   `[DONE]` at the end of an event stream, is what counts as right
 * @returns {Promise<{latenciesMs: number[], firstByteMs: number[], errors: number, firstError?: string, seconds: number, perSecond: number}>}
 */
export async function drive(plan) {
  const run = { latenciesMs: [], firstByteMs: [], errors: 0, next: 0, firstError: undefined };
  const clients = Array.from({ length: plan.connections }, () => new Client(plan.url, { pipelining: 1, bodyTimeout: 60_000 }));
  const startedAt = performance.now();
  const goesOn = () => (plan.count === undefined ? performance.now() - startedAt < plan.durationMs : run.next < plan.count);
  await Promise.all(
    clients.map(async (client) => {
      while (goesOn()) await one(client, plan, run);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await Promise.all(clients.map((client) => client.destroy()));
  const { next: _next, ...figures } = run;
  return { ...figures, seconds, perSecond: run.latenciesMs.length / seconds };
}

function one(client, { request, check }, run) {
  const index = run.next++;
  const { path, body, method = 'POST', headers = {} } = request(index);
  const options = { path, method, body, headers: { 'content-type': 'application/json', ...headers } };
  return new Promise((resolve) => client.dispatch(options, new Recorder({ run, index, check, resolve })));
}

/** undici's handler: cheaper than its promises, so that less of the two cores goes to the measuring side. */
class Recorder {
  constructor(given) {
    Object.assign(this, given, { startedAt: performance.now(), status: 0, isStream: false, firstByteAt: undefined, last: undefined });
    this.parts = given.check ? [] : undefined;
  }

  onRequestStart() {}

  onResponseStart(_controller, status, headers) {
    this.status = status;
    this.isStream = headers['content-type']?.startsWith('text/event-stream') === true;
  }

  onResponseData(_controller, chunk) {
    this.firstByteAt ??= performance.now();
    this.last = chunk;
    this.parts?.push(chunk);
  }

  onResponseEnd() {
    const now = performance.now();
    if (!this.isRight()) return this.failed(`status ${this.status}: ${this.last?.toString('utf8', 0, 200) ?? 'no body'}`);
    this.run.latenciesMs.push(now - this.startedAt);
    this.run.firstByteMs.push((this.firstByteAt ?? now) - this.startedAt);
    this.resolve();
  }

  onResponseError(_controller, error) {
    this.failed(error.message);
  }

  isRight() {
    if (this.check) return this.check(this.status, Buffer.concat(this.parts).toString(), this.index);
    return this.status === 200 && (!this.isStream || this.last?.includes(DONE) === true);
  }

  failed(reason) {
    this.run.errors += 1;
    this.run.firstError ??= reason;
    this.resolve();
  }
}

/** @throws Error with the first one: a figure over failed requests means nothing */
export function assertNoErrors(who, { errors, firstError }) {
  if (errors > 0) throw new Error(`${errors} requests to ${who} failed, the first with: ${firstError}`);
}
