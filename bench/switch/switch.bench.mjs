// Switching between real engines while people talk to them: how long nobody hears a token, and whether anybody's answer is lost.
import { setTimeout as delay } from 'node:timers/promises';
import { postJson } from '../lib/load/http.mjs';
import { p50 } from '../lib/figures/percentiles.mjs';
import { MODELS, startInference, startNats } from '../lib/processes/services.mjs';
import { embeddedPair, MODEL, startServers, writeBackends } from './engines.mjs';
import { promptTokens, Talks } from './talks.mjs';

export const about = 'switching between real engines under load: last token of the old one to first of the new, requests lost';
export const models = [...MODELS, MODEL];
export const targets = { warm_s: '< 1', cold_small_model_s: '< 5', requests_lost: '= 0', history_kept: '= 1' };

const ROUNDS = { warm: 10, cold: 8 };
const QUICK_ROUNDS = { warm: 4, cold: 2 };
const TALKERS = { streaming: 3, whole: 3 };
const POLL_MS = 5;
const WAIT_LIMIT_MS = 60_000;
const HISTORY = [
  { role: 'user', content: 'My name is Ada, and I keep bees in Oslo. What do bees eat?' },
  { role: 'assistant', content: 'Bees eat nectar and pollen, Ada.' },
  { role: 'user', content: 'Who am I, and what do I keep?' },
];

export async function run({ quick, log }, scope) {
  const rounds = quick ? QUICK_ROUNDS : ROUNDS;
  const natsUrl = await startNats(scope);
  const figures = {};
  const samples = {};
  const notMeasured = {};
  const total = { answered: 0, lost: [], kept: true };
  const measure = async (key, backends, count) => {
    log(`${key}: ${backends.map(({ name }) => name).join(' and ')}, ${count} switches`);
    const measured = await switchToAndFro({ backends, rounds: count, natsUrl }, scope);
    Object.assign(figures, figuresOf(key, measured));
    samples[key] = samples[`${key}_max`] = samples[`${key}_from_command`] = measured.gaps.length;
    total.answered += measured.answered;
    total.lost.push(...measured.lost);
    total.kept &&= measured.kept;
  };
  await measure('cold_small_model_s', embeddedPair(), rounds.cold);
  const servers = await startServers(scope);
  if (servers) await measure('warm_s', servers, rounds.warm);
  else notMeasured.warm_s = "llama.cpp's server could not be installed";
  Object.assign(figures, { requests_lost: total.lost.length, history_kept: total.kept });
  samples.requests_lost = total.answered + total.lost.length;
  const notes = ['the model file is in the page cache', ...total.lost.slice(0, 3).map((reason) => `lost: ${reason}`)];
  return { figures, samples, notMeasured, notes };
}

function figuresOf(key, { gaps }) {
  const seconds = (of) => gaps.map((gap) => gap[of] / 1_000);
  return {
    [key]: p50(seconds('silenceMs')),
    [`${key}_max`]: Math.max(...seconds('silenceMs')),
    [`${key}_from_command`]: p50(seconds('fromCommandMs')),
  };
}

async function switchToAndFro({ backends, rounds, natsUrl }, scope) {
  const env = { BACKENDS_FILE: writeBackends(scope, backends), INFERENCE_MODEL_ALIAS: 'docmind' };
  const service = await startInference(scope, { natsUrl, env });
  const talks = new Talks(service.url);
  const before = await promptTokens(service.url, HISTORY);
  talks.begin(TALKERS);
  const gaps = [];
  let kept = true;
  for (let round = 0; round < rounds; round += 1) {
    await heardMore(talks, TALKERS.streaming);
    gaps.push(await switchOnce(talks, backends[(round + 1) % backends.length]));
    kept &&= (await promptTokens(service.url, HISTORY)).tokens === before.tokens;
  }
  await talks.end();
  await service.stop();
  return { gaps, kept, answered: talks.answered, lost: talks.lost };
}

/** Every engine must serve before it is left: so many streams have ended or gone on. */
async function heardMore(talks, count) {
  const heard = talks.tokens.length;
  await until(() => talks.tokens.length >= heard + count, 'the engine to be heard');
}

/**
 * The old engine's last token and the new one's first. Servers that stand side by side may both be heard for a while: then it is how long
 * nothing was heard before the new one's first token.
 */
async function switchOnce(talks, target) {
  const commandAt = Date.now();
  const { tookMs } = await postJson(`${talks.url}/backends/switch`, { name: target.name });
  // Two that are never loaded together have one model; every token since the switch is the new one's.
  const isNew = target.kind === 'llama-server' ? ({ model }) => model === target.model : ({ at }) => at >= commandAt + tookMs;
  const first = () => talks.tokens.find((token) => token.at >= commandAt && isNew(token));
  await until(() => first() !== undefined, `${target.name} to be heard`);
  const firstAt = first().at;
  const lastAt = Math.max(...talks.tokens.filter((token) => token.at <= firstAt && !isNew(token)).map(({ at }) => at));
  return { silenceMs: firstAt - lastAt, fromCommandMs: firstAt - commandAt };
}

async function until(isTrue, what) {
  const limit = performance.now() + WAIT_LIMIT_MS;
  while (!isTrue()) {
    if (performance.now() > limit) throw new Error(`waited ${WAIT_LIMIT_MS / 1_000} s for ${what}`);
    await delay(POLL_MS);
  }
}
