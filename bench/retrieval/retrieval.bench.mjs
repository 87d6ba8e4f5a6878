// Which passages POST /search finds by words, by meaning and by both, for questions of bench/answers.
import { uploadAll } from '../answers/ask.mjs';
import { contains } from '../answers/contains.mjs';
import { readQuestions, sampleOf } from '../answers/questions.mjs';
import { postJson } from '../lib/load/http.mjs';
import { MODELS, startEngine, startStack } from '../lib/processes/services.mjs';
import { meanOf, qualityOf } from './ranking.mjs';

export const about = 'passages found by words, by meaning and by both (POST /search): recall, precision and nDCG at 5 and 10';
export const models = MODELS;
export const targets = { hybrid_recall_5: '>= 0.9', hybrid_below_a_part: '<= 0' };

const DEEPEST = 10;
/** Of the documents that answer, nearly all passages. */
const POOL = 50;
const QUICK_QUESTIONS = 30;
const MODES = ['text', 'vector', 'hybrid'];
/** Of the others the answer's words, such as "no", are not the passage's. A follow-up doesn't say alone what it asks. */
const KINDS = new Set(['fact', 'table', 'several-passages', 'conflict', 'injection']);

export async function run({ quick, log }, scope) {
  const engine = await startEngine(scope);
  const { urls } = await startStack(scope, { engineUrl: engine.url });
  await uploadAll(urls.orchestrator);
  const all = readQuestions().filter(({ kind, documents, after }) => KINDS.has(kind) && documents.length > 0 && after === undefined);
  const asked = quick ? sampleOf(all, QUICK_QUESTIONS) : all;
  const measured = [];
  for (const question of asked) {
    const relevant = await relevantTo(question, urls.orchestrator);
    if (relevant.size > 0) measured.push({ question, ...(await byMode(question, relevant, urls.orchestrator)) });
  }
  const figures = {};
  for (const mode of MODES)
    for (const [key, value] of Object.entries(meanOf(measured.map((one) => one[mode])))) figures[`${mode}_${key}`] = value;
  figures.hybrid_below_a_part = lossOf(figures);
  for (const line of byLanguage(measured)) log(line);
  const samples = Object.fromEntries(Object.keys(figures).map((key) => [key, measured.length]));
  return {
    figures,
    samples,
    notes: [`${asked.length - measured.length} of ${asked.length} questions left out: no passage has the answer's words`],
  };
}

/** Passages of the documents that answer, with the words of a right answer in them: all of one of its groups of words. */
async function relevantTo({ question, documents, mustContain }, url) {
  const pool = await Promise.all(MODES.map((mode) => postJson(`${url}/search`, { query: question, mode, documents, limit: POOL })));
  const passages = pool.flatMap((reply) => reply.passages);
  const answers = passages.filter(({ text, heading = '' }) =>
    mustContain.some((group) => group.some((words) => contains(`${heading} ${text}`, words))),
  );
  return new Set(answers.map(({ chunkId }) => chunkId));
}

async function byMode({ question }, relevant, url) {
  const qualities = {};
  for (const mode of MODES) {
    const { passages } = await postJson(`${url}/search`, { query: question, mode, limit: DEEPEST });
    qualities[mode] = qualityOf(
      passages.map(({ chunkId }) => relevant.has(chunkId)),
      relevant.size,
    );
  }
  return qualities;
}

/** By how much hybrid is worse than the better part, at the figure where it is worst; 0 where it is nowhere. */
function lossOf(figures) {
  const keys = Object.keys(figures).filter((key) => key.startsWith('hybrid_'));
  const losses = keys.map((key) => Math.max(...['text_', 'vector_'].map((part) => figures[key.replace('hybrid_', part)])) - figures[key]);
  return Math.max(0, ...losses);
}

function byLanguage(measured) {
  const languages = [...new Set(measured.map(({ question }) => question.language))].sort();
  return languages.map((language) => {
    const some = measured.filter(({ question }) => question.language === language);
    const part = (mode) => {
      const { recall_5, ndcg_10 } = meanOf(some.map((one) => one[mode]));
      return `${mode} ${recall_5.toFixed(3)} / ${ndcg_10.toFixed(3)}`;
    };
    return `${language}: ${some.length} questions, recall at 5 / nDCG at 10: ${MODES.map(part).join(', ')}`;
  });
}
