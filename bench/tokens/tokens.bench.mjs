// Tokens that a question of two parts costs the engine: docmind's five agents, a sequential supervisor, and one agent with the same tool.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/steps/steps.mjs';
import { wilson } from '../lib/figures/wilson.mjs';
import { postJson, upload } from '../lib/load/http.mjs';
import { MODELS as EMBEDDERS, startStack } from '../lib/processes/services.mjs';
import { singleAgent, supervisor } from './baselines.mjs';
import { factsIn, questions } from './questions.mjs';

const MODEL = process.env.DOCMIND_MODEL ?? 'smollm2-135m-instruct';
export const about = `tokens of 40 questions of two parts: five agents, a sequential supervisor, one agent; on ${MODEL} (DOCMIND_MODEL names another)`;
export const models = [...EMBEDDERS, MODEL];
/** The specification's: parallel tools instead of a chain of handoffs. */
export const targets = { saved_to_supervisor: '>= 0.5' };

const QUICK_QUESTIONS = 6;
const SIDES = { docmind, supervisor, single: singleAgent };

async function docmind({ orchestrator }, _model, { question }) {
  const { answer, usage, validation } = await postJson(`${orchestrator}/query`, { question, cache: 'bypass' });
  return { answer, tokens: usage.total_tokens, isGrounded: validation.grounded };
}

export async function run({ quick, log }, scope) {
  const { urls } = await startStack(scope, { engine: { INFERENCE_ENGINE: 'llama', INFERENCE_MODEL: MODEL } });
  const folder = join(root, 'examples', 'documents');
  for (const name of readdirSync(folder)) await upload(urls.orchestrator, { name, text: readFileSync(join(folder, name)), type: '' });
  const asked = questions.slice(0, quick ? QUICK_QUESTIONS : questions.length);
  const replies = Object.fromEntries(Object.keys(SIDES).map((side) => [side, []]));
  for (const [at, question] of asked.entries()) {
    for (const [side, ask] of Object.entries(SIDES)) replies[side].push({ ...(await ask(urls, MODEL, question)), question });
    log(
      `${at + 1} of ${asked.length}: ${Object.entries(replies)
        .map(([side, all]) => `${side} ${all.at(-1).tokens}`)
        .join(', ')} tokens`,
    );
  }
  const tokens = Object.fromEntries(Object.entries(replies).map(([side, all]) => [side, mean(all.map((reply) => reply.tokens))]));
  const figures = {
    ...Object.fromEntries(Object.entries(tokens).map(([side, count]) => [`${side}_tokens`, count])),
    saved_to_supervisor: 1 - tokens.docmind / tokens.supervisor,
    saved_to_single: 1 - tokens.docmind / tokens.single,
    ...Object.fromEntries(Object.entries(replies).flatMap(([side, all]) => factFigures(side, all))),
    docmind_grounded: replies.docmind.filter(({ isGrounded }) => isGrounded).length / asked.length,
  };
  const samplesOf = (key) => (key.includes('_facts') ? asked.length * 2 : asked.length);
  return { figures, samples: Object.fromEntries(Object.keys(figures).map((key) => [key, samplesOf(key)])) };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of all facts that were asked for. */
function factFigures(side, all) {
  const right = all.reduce((sum, { answer, question }) => sum + factsIn(answer, question.facts), 0);
  const count = all.length * 2;
  const { low, high } = wilson(right, count);
  return [
    [`${side}_facts`, right / count],
    [`${side}_facts_low`, low],
    [`${side}_facts_high`, high],
  ];
}
