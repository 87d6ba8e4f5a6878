// What coefficients do on documents that they were never fitted to: nothing is fitted here.
import { fileURLToPath } from 'node:url';
import { leadsOf } from '../../services/orchestrator/dist/grounding/evidence/answerability.policy.js';
import { ALIGNED_SENTENCES } from '../../services/orchestrator/dist/grounding/evidence/evidence-rules.policy.js';
import { wilson } from '../lib/figures/wilson.mjs';
import { wordsOfQuestions } from './evidence.mjs';
import { chanceOf, thresholdFor, tokenFeatures, wordFeatures } from './fit.mjs';
import { FEATURES } from './models.mjs';
import { passagesAndQuestions, readDocuments } from './questions-file.mjs';

/** Each is searched as a folder of its own. */
const KEPT_APART = ['private', 'work'];

/** Right, wrong and refused by the coefficients and the threshold of the file, each with its 95 % interval. */
export async function prove(file, ways, log) {
  const figures = {};
  const samples = {};
  for (const pack of KEPT_APART) {
    const found = await bestOfEach(`kept-apart/${pack}.jsonl`, file, ways, log);
    const tell = (name, of, is) => {
      const { share, low, high } = wilson(of.filter(is).length, of.length);
      Object.assign(figures, { [`${pack}_${name}`]: share, [`${pack}_${name}_low`]: low, [`${pack}_${name}_high`]: high });
      samples[`${pack}_${name}`] = of.length;
    };
    const isBelieved = ({ chance }) => chance > file.wordsAndTokens.threshold;
    const answerable = found.filter((one) => one.answerable);
    tell('right', answerable, (one) => isBelieved(one) && one.right);
    tell('wrong_but_grounded', answerable, (one) => isBelieved(one) && !one.right);
    const others = found.filter((one) => !one.answerable);
    tell('unanswerable_refused', others, (one) => !isBelieved(one));
  }
  return { figures, samples };
}

/** The threshold for questions in languages that the embedder doesn't read, by German, French and Spanish ones: as few of them get a wrong answer. */
export async function otherLanguagesOf(file, ways, wrongShare, log) {
  const found = await bestOfEach('other-languages.jsonl', file, ways, log);
  return { threshold: Number(thresholdFor(found, wrongShare).toFixed(4)), questions: found.length };
}

async function bestOfEach(name, file, ways, log) {
  const documents = readDocuments(fileURLToPath(new URL(name, import.meta.url)));
  const found = [];
  for (const question of await wordsOfQuestions(passagesAndQuestions(documents, name), ways, log))
    found.push(await bestOf(question, file, ways));
  return found;
}

/** As it is chosen when serving. */
async function bestOf({ question, answers, candidates }, { words, wordsAndTokens }, { align }) {
  const byWords = modelOf('words', words);
  const best = candidates
    .map((candidate) => ({ ...candidate, byWords: chanceOf(byWords, wordFeatures(candidate)) }))
    .sort((left, right) => right.byWords - left.byWords)
    .slice(0, ALIGNED_SENTENCES);
  const { alignments } = best.length === 0 ? { alignments: [] } : await align({ question, texts: best.map(({ inContext }) => inContext) });
  const leads = leadsOf(alignments);
  const byTokens = modelOf('wordsAndTokens', wordsAndTokens);
  const rated = best.map((candidate, at) => {
    const features = tokenFeatures({ ...candidate, tokens: alignments[at], leads: leads[at] });
    return { right: candidate.right, chance: candidate.bound(chanceOf(byTokens, features), wordsAndTokens.threshold) };
  });
  const { right, chance } = rated.reduce((most, next) => (next.chance > most.chance ? next : most), { chance: 0, right: false });
  return { answerable: answers.length > 0, right, chance };
}

const modelOf = (kind, { intercept, coefficients }) => ({
  intercept,
  coefficients: FEATURES[kind][0].map((name) => coefficients[name]),
});
