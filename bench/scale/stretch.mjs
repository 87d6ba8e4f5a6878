// One measured stretch: questions at all doors at once, and what each service spent on them.
import { documentOf, DOORS, judge, MOST_USERS, questionOf } from '../lib/load/doors.mjs';
import { upload } from '../lib/load/http.mjs';
import { assertNoErrors, drive } from '../lib/load/load.mjs';
import { DOUBLED } from './replicas.mjs';

/** At each door, as many as an orchestrator answers at a time unless told otherwise. */
const CONNECTIONS = 16;
const QUESTIONS = MOST_USERS * DOORS.length;

export async function addDocuments(url) {
  for (let user = 0; user < MOST_USERS; user++) await upload(url, documentOf(user));
  // Every question once, so that each has a kept answer.
  await driveDoor({ url, at: 0, doors: 1, cache: 'use', count: QUESTIONS });
}

export async function warmUp({ doors }, count) {
  const each = Math.ceil(count / doors.length);
  await Promise.all(doors.map((url, at) => driveDoor({ url, at, doors: doors.length, cache: 'bypass', count: each })));
}

/** @param {'use' | 'bypass'} cache whether a kept answer will do */
export async function stretch(replicas, cache, durationMs) {
  const [before, passedBefore, client] = [replicas.cpu(), await replicas.passed(), process.cpuUsage()];
  const startedAt = performance.now();
  const runs = await Promise.all(replicas.doors.map((url, at) => driveDoor({ url, at, doors: replicas.doors.length, cache, durationMs })));
  const tookMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(client);
  const [after, passedAfter] = [replicas.cpu(), await replicas.passed()];
  const count = sumOf(runs.map(({ latenciesMs }) => latenciesMs.length));
  const aQuestion = (from, to) => Object.fromEntries(Object.keys(to).map((key) => [key, (to[key] - from[key]) / count]));
  const spent = Object.fromEntries(Object.keys(after).map((name) => [name, after[name].map((ms, at) => ms - before[name][at])]));
  return {
    latenciesMs: runs.flatMap(({ latenciesMs }) => latenciesMs),
    perSecond: sumOf(runs.map(({ perSecond }) => perSecond)),
    hitShare: sumOf(runs.map(({ hits }) => hits)) / count,
    cpuMs: { ...mapped(spent, (all) => sumOf(all) / count), client: (user + system) / 1_000 / count },
    /** Of one core, by each replica of a service. */
    busy: mapped(spent, (all) => sumOf(all) / all.length / tookMs),
    leastShare: Math.min(...DOUBLED.map((name) => Math.min(...spent[name]) / sumOf(spent[name]))),
    passed: aQuestion(passedBefore, passedAfter),
  };
}

async function driveDoor({ url, at, doors, cache, ...until }) {
  let hits = 0;
  const asked = (n) => ({ user: Math.floor(((n * doors + at) % QUESTIONS) / DOORS.length), door: (n * doors + at) % DOORS.length });
  const request = (n) => {
    const { user, door } = asked(n);
    return { path: '/query', body: JSON.stringify({ question: questionOf(user, door), cache }) };
  };
  const check = (status, body, n) => {
    if (status !== 200) return false;
    const reply = JSON.parse(body);
    hits += Number(reply.cache.result === 'exact');
    return judge(reply, asked(n)).isRight;
  };
  const run = await drive({ url, connections: CONNECTIONS, request, check, ...until });
  assertNoErrors(`door ${at + 1}`, run);
  return { ...run, hits };
}

const mapped = (record, valueOf) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, valueOf(value)]));
const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);
