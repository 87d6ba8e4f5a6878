// Mixed load over five processes while each of them, and NATS, is killed in turn: what is lost, what is wrong, and how long is something away?
import { setTimeout as delay } from 'node:timers/promises';
import { p50, p95 } from '../lib/figures/percentiles.mjs';
import { slope } from '../lib/figures/series.mjs';
import { treeHandles, treeRssBytes } from '../lib/processes/process-tree.mjs';
import { MODELS, startEngine, startProcessStack } from '../lib/processes/services.mjs';
import { Caller } from './caller.mjs';
import { Watch } from './watch.mjs';

export const about =
  'questions, uploads and deletes for --seconds N (1800 by its target) while parts are killed in turn: lost, wrong, away, memory';
export const models = MODELS;
export const targets = {
  lost: '<= 0',
  came_back: '<= 0',
  kept_twice: '<= 0',
  wrong_answers: '<= 0',
  foreign_answers: '<= 0',
  dishonest_errors: '<= 0',
  not_recovered: '<= 0',
  kills: '>= 100',
  right_answers: '>= 10000',
};

const CALLERS = 8;
const VICTIMS = ['orchestrator', 'inference', 'cache', 'persistence', 'metrics', 'nats'];
/** 100 kills in half an hour. */
const PAUSE_BETWEEN_KILLS_MS = 12_000;
const RECOVERY_LIMIT_MS = 60_000;
const SAMPLE_MS = 1_000;
const MIB = 1024 * 1024;
const WARM_UP_SHARE = 0.25;

export async function run({ seconds, log }, scope) {
  const stack = await startProcessStack(scope, { engineUrl: (await startEngine(scope)).url });
  const callers = Array.from({ length: CALLERS }, (_, user) => new Caller(stack.urls.orchestrator, user));
  for (const caller of callers) await caller.prepare();
  const end = performance.now() + seconds * 1_000;
  const watch = new Watch(stack.urls);
  const samples = [];
  const sampler = setInterval(() => samples.push([performance.now(), treeRssBytes(stack.pid) / MIB, treeHandles(stack.pid)]), SAMPLE_MS);
  const [recoveries] = await Promise.all([killInTurn(stack, watch, end), ...callers.map((caller) => caller.workUntil(end))]);
  const last = await watch.untilReady(RECOVERY_LIMIT_MS);
  watch.stop();
  clearInterval(sampler);
  const losses = [];
  for (const caller of callers) losses.push(await caller.losses());
  for (const [kind, first] of firstsOf(callers)) log(`first ${kind}: ${first}`);
  return resultOf({ callers, watch, samples, losses, recoveries, isBack: last !== undefined, seconds });
}

/** Each part once, then again, and one at least. A part is killed when all are ready, so that what it costs can be told. */
async function killInTurn(stack, watch, end) {
  const recoveries = [];
  for (let n = 0; n === 0 || performance.now() + PAUSE_BETWEEN_KILLS_MS / 2 < end; n++) {
    const pid = (await stack.ask('pids'))[VICTIMS[n % VICTIMS.length]];
    process.kill(pid, 'SIGKILL');
    await delay(100);
    recoveries.push(await watch.untilReady(RECOVERY_LIMIT_MS));
    await delay(Math.min(PAUSE_BETWEEN_KILLS_MS, Math.max(0, end - performance.now())));
  }
  return recoveries;
}

function resultOf({ callers, watch, samples, losses, recoveries, isBack, seconds }) {
  const count = (kind) => callers.reduce((sum, caller) => sum + caller.counts[kind], 0);
  const total = (kind) => losses.reduce((sum, loss) => sum + loss[kind], 0);
  const back = recoveries.filter((ms) => ms !== undefined);
  const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const perMinute = (at) => slope(warm.map((sample) => [sample[0], sample[at]])) * 60_000;
  const figures = {
    lost: total('lost'),
    came_back: total('back'),
    kept_twice: total('twice'),
    wrong_answers: count('wrong'),
    foreign_answers: count('foreign'),
    dishonest_errors: count('dishonest'),
    not_recovered: recoveries.length - back.length + Number(!isBack),
    right_answers: count('right'),
    refused_answers: count('refused'),
    told_unavailable: count('unanswered'),
    kills: recoveries.length,
    recovery_p50_ms: p50(back),
    recovery_p95_ms: p95(back),
    recovery_max_ms: Math.max(...back),
    live_percent: watch.share('live') * 100,
    ready_percent: watch.share('ready') * 100,
    questions_per_second: (count('right') + count('refused')) / seconds,
    rss_mib_per_minute: perMinute(1),
    handles_per_minute: perMinute(2),
  };
  const checked = callers.reduce((sum, { documents, answers, dropped }) => sum + documents.size + answers.size + dropped.size, 0);
  return { figures, samples: { lost: checked, recovery_p50_ms: back.length }, notes: [`killed in turn: ${VICTIMS.join(', ')}`] };
}

function firstsOf(callers) {
  return Object.entries(Object.assign({}, ...callers.map(({ firsts }) => firsts)));
}
