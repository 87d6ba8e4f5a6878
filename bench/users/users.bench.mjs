// People who ask at the same time, each in a session and about a document of their own: does everybody get an answer, and only their own?
import { p50, p95, p99 } from '../lib/figures/percentiles.mjs';
import { withRss } from '../lib/figures/series.mjs';
import { documentOf, DOORS, judge, MOST_USERS as USERS, namesSomebodyElse, placeOf, questionOf } from '../lib/load/doors.mjs';
import { postJson, upload } from '../lib/load/http.mjs';
import { MODELS, startEngine, startStack } from '../lib/processes/services.mjs';

export const about =
  'people who ask at once for --seconds N (60 by its target): errors, answers and turns of somebody else, latency, memory';
export const models = MODELS;
export const targets = {
  errors: '<= 0',
  foreign_answers: '<= 0',
  foreign_turns: '<= 0',
  wrong_answers: '<= 0',
  rss_mib_per_minute: '< 20',
};

/** V8 takes what it may before it tidies up, so that only a bounded heap shows whether anything is kept: what is, ends the process. */
const HEAP = '--max-old-space-size=160';
/** Memory is read from here on: what every process takes once is taken by then. */
const WARM_UP_SHARE = 0.25;
const PAGE = 200;

export async function run({ seconds, log }, scope) {
  const { urls, pid } = await startStack(scope, { engineUrl: (await startEngine(scope)).url, execArgv: [HEAP] });
  for (let user = 0; user < USERS; user++) await upload(urls.orchestrator, documentOf(user));
  const sessions = await Promise.all(Array.from({ length: USERS }, () => postJson(`${urls.orchestrator}/sessions`, {})));
  const durationMs = seconds * 1_000;
  const { result, rss } = await withRss(pid, durationMs * WARM_UP_SHARE, () =>
    Promise.all(sessions.map(({ id }, user) => askOn(urls.orchestrator, { user, sessionId: id, until: performance.now() + durationMs }))),
  );
  const asked = result.flat();
  const turns = await Promise.all(sessions.map(({ id }, user) => foreignTurns(urls.orchestrator, id, user)));
  const answered = asked.filter(({ error }) => error === undefined);
  const latencies = answered.map(({ ms }) => ms);
  const failed = asked.find(({ error }) => error !== undefined);
  if (failed) log(`first error: ${failed.error}`);
  const wrong = answered.find(({ isRight }) => !isRight);
  if (wrong) log(`first wrong answer: ${JSON.stringify(wrong)}`);
  const figures = {
    errors: asked.length - answered.length,
    wrong_answers: answered.filter(({ isRight }) => !isRight).length,
    foreign_answers: answered.filter(({ isForeign }) => isForeign).length,
    foreign_turns: turns.reduce((sum, count) => sum + count, 0),
    questions_per_second: answered.length / seconds,
    p50_ms: p50(latencies),
    p95_ms: p95(latencies),
    p99_ms: p99(latencies),
    rss_mib_per_minute: rss.mibPerMinute,
    max_rss_mib: rss.maxMiB,
  };
  const samples = { p50_ms: latencies.length, p95_ms: latencies.length, p99_ms: latencies.length, rss_mib_per_minute: rss.samples };
  return {
    figures,
    samples,
    notes: [`${USERS} users, ${asked.length} questions; every other one by the cache, every fourth one a follow-up`],
  };
}

/** Door after door; every other time past the cache, so that both ways are used at once. */
async function askOn(url, { user, sessionId, until }) {
  const asked = [];
  for (let n = 0; performance.now() < until; n++) {
    const door = n % DOORS.length;
    const isFollowUp = n % 4 === 3;
    const question = isFollowUp ? `And the code of the ${DOORS[door]} door in ${placeOf(user)}?` : questionOf(user, door);
    asked.push(await one(url, { question, sessionId, cache: n % 2 === 0 ? 'use' : 'bypass' }, { user, door }));
  }
  return asked;
}

async function one(url, body, { user, door }) {
  const startedAt = performance.now();
  try {
    const reply = await postJson(`${url}/query`, body);
    return { ms: performance.now() - startedAt, question: body.question, answer: reply.answer, ...judge(reply, { user, door }) };
  } catch (thrown) {
    return { error: String(thrown) };
  }
}

/** Messages of a session that name another user's place. */
async function foreignTurns(url, sessionId, user) {
  let [count, offset] = [0, 0];
  for (;;) {
    const reply = await fetch(`${url}/sessions/${sessionId}/messages?limit=${PAGE}&offset=${offset}`);
    const { messages, next } = await reply.json();
    count += messages.filter(({ content }) => namesSomebodyElse(content, user)).length;
    if (messages.length < PAGE && next === undefined) return count;
    offset += messages.length;
  }
}
