// The embedder's model under onnxruntime's settings, without the service: what each costs on this machine, idle and with one or all cores taken.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { storedQuestion } from '../cache/questions.mjs';
import { answerWith, ready } from '../lib/processes/child.mjs';
import { variantsOf } from './session-variants.mjs';

const { models, rounds, runs, folder } = JSON.parse(process.env.PLAN);
const WARM_UP = 10;
const QUESTION_STEP = 37;

const tokenizer = new Tokenizer(JSON.parse(readFileSync(join(dirname(models[0].path), 'tokenizer.json'), 'utf8')), {});
const questions = Array.from({ length: runs }, (_value, n) => idsOf(storedQuestion(n * QUESTION_STEP)));

function idsOf(text) {
  return BigInt64Array.from(tokenizer.encode(text).ids, BigInt);
}

function feedsOf(ids) {
  const shape = [1, ids.length];
  return {
    input_ids: new Tensor('int64', ids, shape),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
  };
}

/** A variant that reuses its output's memory says so. */
async function embed({ session, preallocated }, ids) {
  const [name] = session.outputNames;
  const fetches = preallocated ? { [name]: outputFor(preallocated, ids.length) } : undefined;
  const output = fetches ? await session.run(feedsOf(ids), fetches) : await session.run(feedsOf(ids));
  const { data, dims } = output[name];
  return data.subarray(0, dims[2]);
}

function outputFor(kept, tokens) {
  if (!kept.has(tokens)) kept.set(tokens, new Tensor('float32', new Float32Array(tokens * 384), [1, tokens, 384]));
  return kept.get(tokens);
}

async function openVariant({ name, model, options, reuseOutput }) {
  const session = await InferenceSession.create(model, options);
  return { name, session, preallocated: reuseOutput ? new Map() : undefined, latenciesMs: [], cpuMs: 0, leastCosine: 1 };
}

async function round(variant, reference) {
  for (const ids of questions.slice(0, WARM_UP)) await embed(variant, ids);
  const before = process.cpuUsage();
  for (const [at, ids] of questions.entries()) {
    const startedAt = performance.now();
    const vector = await embed(variant, ids);
    variant.latenciesMs.push(performance.now() - startedAt);
    if (reference[at]) variant.leastCosine = Math.min(variant.leastCosine, cosine(reference[at], vector));
  }
  const { user, system } = process.cpuUsage(before);
  variant.cpuMs += (user + system) / 1_000;
}

function cosine(left, right) {
  let [dot, ofLeft, ofRight] = [0, 0, 0];
  for (let at = 0; at < left.length; at += 1) {
    dot += left[at] * right[at];
    ofLeft += left[at] ** 2;
    ofRight += right[at] ** 2;
  }
  return dot / Math.sqrt(ofLeft * ofRight);
}

async function compare(plans) {
  const variants = [];
  for (const plan of plans) variants.push(await openVariant(plan));
  const reference = [];
  for (const ids of questions) reference.push(Float32Array.from(await embed(variants[0], ids)));
  // In turns, so that whatever else runs slows all alike.
  for (let turn = 0; turn < rounds; turn += 1) for (const variant of variants) await round(variant, reference);
  for (const { session } of variants) await session.release();
  const results = variants.map(({ name, latenciesMs, cpuMs, leastCosine }) => {
    return { name, latenciesMs, leastCosine, cpuMsEach: cpuMs / latenciesMs.length };
  });
  return results;
}

async function whileBusy(cores, work) {
  const burners = Array.from({ length: cores }, () => new Worker('for (;;);', { eval: true }));
  try {
    return await work();
  } finally {
    await Promise.all(burners.map((burner) => burner.terminate()));
  }
}

const plans = variantsOf(models, folder);
answerWith({
  tokens: () => questions.map(({ length }) => length),
  idle: () => compare(plans),
  one_busy: () => whileBusy(1, () => compare(plans.filter(({ busyToo }) => busyToo))),
  all_busy: () => whileBusy(availableParallelism(), () => compare(plans.filter(({ busyToo }) => busyToo))),
});
ready();
