import { Client } from 'undici';

const DONE = Buffer.from('[DONE]');

/**
 * One client: a stream after the other on a kept-alive connection, the last one to its end.
 * @returns {Promise<{whole: number, broken: number, stalled: number, longestSilenceMs: number}>} a stream has stalled that said nothing for `stalledMs`
 */
export async function streamUntil({ url, request, until, stalledMs }) {
  const client = new Client(url, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  const told = { whole: 0, broken: 0, stalled: 0, longestSilenceMs: 0 };
  while (performance.now() < until) {
    const { silenceMs, isWhole } = await one(client, request());
    told.longestSilenceMs = Math.max(told.longestSilenceMs, silenceMs);
    if (silenceMs > stalledMs) told.stalled += 1;
    if (isWhole) told.whole += 1;
    else told.broken += 1;
  }
  await client.destroy();
  return told;
}

function one(client, { path, body }) {
  const options = { path, method: 'POST', body, headers: { 'content-type': 'application/json' } };
  return new Promise((resolve) => client.dispatch(options, new Listener(resolve)));
}

/** The first chunk counts from the request on: who waits does not know that it has not begun. */
class Listener {
  constructor(resolve) {
    Object.assign(this, { resolve, lastAt: performance.now(), silenceMs: 0, status: 0, last: undefined });
  }

  onRequestStart() {}

  onResponseStart(_controller, status) {
    this.status = status;
  }

  onResponseData(_controller, chunk) {
    this.hear();
    this.last = chunk;
  }

  onResponseEnd() {
    this.hear();
    this.resolve({ silenceMs: this.silenceMs, isWhole: this.status === 200 && this.last?.includes(DONE) === true });
  }

  onResponseError() {
    this.resolve({ silenceMs: this.silenceMs, isWhole: false });
  }

  hear() {
    const now = performance.now();
    this.silenceMs = Math.max(this.silenceMs, now - this.lastAt);
    this.lastAt = now;
  }
}
