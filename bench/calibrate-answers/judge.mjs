// What a chat model's word adds to the evidence: asked of questions whose best sentence words and tokens leave in doubt.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LlamaEngine } from '../../services/inference/dist/engines/llama/llama.engine.js';
import { fitLogistic } from '../../services/cache/dist/likeness/fitting/logistic.policy.js';
import { judgedOf } from '../../services/orchestrator/dist/grounding/evidence/judged-text.policy.js';
import { judgePrompt, oddsOf } from '../../services/orchestrator/dist/grounding/judge/judge.policy.js';
import { readLines } from '../answers/questions.mjs';
import { chanceOf, outcomesOf } from './fit.mjs';

/** Between these chances a sentence answers about as often as not; the fit is made there. */
const DOUBT = { from: 0.03, to: 0.75 };
const PENALTY = 1;
const DIGITS = 4;
const SHOWN_EVERY = 20;
const kindOf = ({ answerable, right }) => (answerable ? (right ? 'right' : 'wrong') : 'unanswerable');
/** Of a sample, so that each kind is seen often enough. */
const SHARES = { right: 0.45, wrong: 0.1, unanswerable: 0.45 };

/**
 * Questions in doubt, the same each time, each with as many others as it stands for.
 * @param found the best sentence of each question, by a fit that hasn't seen its document
 */
export function sampleInDoubt(found, size) {
  const doubtful = found
    .map((one, id) => ({ ...one, id, kind: kindOf(one) }))
    .filter(({ chance }) => chance >= DOUBT.from && chance <= DOUBT.to);
  return Object.entries(SHARES).flatMap(([kind, share]) => {
    const those = doubtful.filter((one) => one.kind === kind);
    const count = Math.min(those.length, Math.round(size * share));
    return Array.from({ length: count }, (_, n) => ({
      ...those[Math.floor(((n + 0.5) * those.length) / count)],
      weight: those.length / count,
    }));
  });
}

/** Each question with the model's log-odds; with `replies` what was asked before isn't asked again. */
export async function askJudge(sample, { model, replies, log }) {
  const known = new Map(
    replies !== undefined && existsSync(replies) ? readLines(readFileSync(replies, 'utf8')).map((one) => [one.id, one.odds]) : [],
  );
  const open = sample.filter(({ id }) => !known.has(id));
  const engine = new LlamaEngine({
    model: basename(model),
    modelPath: () => model,
    threads: Number(process.env.LLAMA_THREADS ?? 1),
    contextTokens: 2_048,
    batchTokens: 256,
    gpu: false,
    repeatPenalty: 1,
  });
  try {
    if (open.length > 0) await engine.load();
    for (const [at, { id, question, candidate }] of open.entries()) {
      const odds = await oddsBy(engine, model, judgedOf(question, candidate));
      known.set(id, odds);
      if (replies !== undefined) appendFileSync(replies, `${JSON.stringify({ id, odds })}\n`);
      if ((at + 1) % SHOWN_EVERY === 0) log(`${at + 1} of ${open.length} sentences judged`);
    }
  } finally {
    await engine.close();
  }
  return sample.map((one) => ({ ...one, odds: known.get(one.id) ?? 0 }));
}

async function oddsBy(engine, model, judged) {
  const request = { model, messages: judgePrompt(judged), max_tokens: 1, temperature: 0, logprobs: true, top_logprobs: 20 };
  let content = '';
  for await (const frame of engine.chat(request, new AbortController().signal)) {
    if (frame.type === 'done') return oddsOf({ content, firstToken: frame.firstToken });
    content += frame.content;
  }
  return undefined;
}

const featuresOf = ({ chance, odds }) => [Math.log(chance / (1 - chance)), odds];
const fitted = (asked) =>
  fitLogistic(
    asked.map((one) => ({ features: featuresOf(one), is: one.kind === 'right', weight: one.weight })),
    PENALTY,
  );

/** Fitted on half of the documents and proved on the others, both ways. `alone` is what words and tokens do where they keep as many right ones. */
export function judgeResult(asked, { model, threshold }) {
  const documents = [...new Set(asked.map(({ document }) => document))].sort((one, other) => one - other);
  const isEarly = ({ document }) => documents.indexOf(document) < documents.length / 2;
  const proved = [isEarly, (one) => !isEarly(one)].flatMap((isSeen) => {
    const fit = fitted(asked.filter(isSeen));
    return asked.filter((one) => !isSeen(one)).map((one) => ({ ...one, chance: chanceOf(fit, featuresOf(one)) }));
  });
  const { right: _, ...proven } = weightedOutcomes(proved, threshold);
  const kept = proven.rightButRefused;
  const byLayers = asked
    .filter(({ kind }) => kind === 'right')
    .map(({ chance }) => chance)
    .sort((one, other) => one - other);
  const alone = weightedOutcomes(asked, byLayers[Math.min(byLayers.length - 1, Math.floor(kept * byLayers.length))]);
  const { intercept, coefficients } = fitted(asked);
  const [chance, odds] = coefficients.map(rounded);
  const judge = {
    model: basename(model),
    intercept: rounded(intercept),
    chance,
    odds,
    threshold,
    questions: asked.length,
    proven: mapped(proven),
  };
  return { judge, alone: mapped(alone) };
}

/** A question of the sample counts as often as it stands for others. */
function weightedOutcomes(asked, threshold) {
  const all = asked.flatMap((one) => Array.from({ length: Math.max(1, Math.round(one.weight * 10)) }, () => one));
  return outcomesOf(all, threshold);
}

const rounded = (value) => Number(value.toFixed(DIGITS));
const mapped = (outcomes) => Object.fromEntries(Object.entries(outcomes).map(([name, value]) => [name, rounded(value)]));
