import { assertNoErrors, drive } from '../lib/load/load.mjs';
import { storedAnswer, storedQuestion } from './questions.mjs';

const CONNECTIONS = 32;
const WARM_UP_MS = 1_000;

const get = (question) => ({ path: '/get', body: JSON.stringify({ prompt: question }) });
const answerIn = (status, body) => (status === 200 ? JSON.parse(body).answer : undefined);

export async function fill(url, entries) {
  const request = (n) => ({ path: '/put', body: JSON.stringify({ prompt: storedQuestion(n), answer: storedAnswer(n) }) });
  assertNoErrors('the cache', await drive({ url, connections: 4, count: entries, request }));
}

/** Lookups over HTTP, each answer checked. */
export class CacheLookups {
  errors = 0;
  requests = 0;

  constructor(cache, entries) {
    this.cache = cache;
    this.entries = entries;
  }

  /**
   * Each question once, one after the other: asked again, its vector would be remembered. What was looked for and not found is no latency
   * of a hit, and is counted; another answer than the right one is an error. Without `answerOf` nothing may be found.
   */
  async oneByOne({ count, from = 0, questionOf, answerOf }) {
    await this.cache.ask('embed times');
    const found = [];
    const check = (status, body, n) => {
      const answer = answerIn(status, body);
      found.push(answer !== null);
      return answer === null || answer === answerOf?.(from + n);
    };
    const run = await drive({ url: this.cache.url, connections: 1, count, request: (n) => get(questionOf(from + n)), check });
    assertNoErrors('the cache', run);
    this.count(run);
    const embedMs = await this.cache.ask('embed times');
    if (embedMs.length !== count) throw new Error(`${embedMs.length} embeddings for ${count} lookups: their times can't be told apart`);
    const isMeasured = (_value, n) => answerOf === undefined || found[n];
    const latenciesMs = run.latenciesMs.filter(isMeasured);
    if (latenciesMs.length < count / 2) throw new Error(`only ${latenciesMs.length} of ${count} paraphrases were recognised`);
    const coordinationMs = run.latenciesMs.map((latency, n) => latency - embedMs[n]).filter(isMeasured);
    return { latenciesMs, coordinationMs, embedMs: embedMs.filter(isMeasured), missed: count - latenciesMs.length };
  }

  async exactHits(seconds, rounds) {
    const { entries, cache } = this;
    const check = (status, body, n) => answerIn(status, body) === storedAnswer(n % entries);
    const hit = async (how) => {
      const run = await drive({ url: cache.url, request: (n) => get(storedQuestion(n % entries)), check, ...how });
      this.count(run);
      return run;
    };
    await hit({ connections: CONNECTIONS, durationMs: WARM_UP_MS });
    const exact = { latenciesMs: [], rates: [], countAtLoad: 0 };
    for (let round = 0; round < rounds; round++) {
      const alone = await hit({ connections: 1, durationMs: seconds * 1_000 });
      exact.latenciesMs.push(...alone.latenciesMs);
      const crowd = await hit({ connections: CONNECTIONS, durationMs: seconds * 1_000 });
      exact.rates.push(crowd.perSecond);
      exact.countAtLoad += crowd.latenciesMs.length;
    }
    return exact;
  }

  count({ errors, latenciesMs }) {
    this.errors += errors;
    this.requests += errors + latenciesMs.length;
  }
}
