// Makes the file by which the orchestrator believes that a sentence answers a question, from questions that texts answer and don't.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { EMBEDDER } from '../calibrate/cosines.mjs';
import { passagesAndQuestions, readDocuments } from './questions-file.mjs';

export const about =
  'fits the check of answers to labelled questions: --questions FILE [--judge FILE.gguf [--judged N] [--replies FILE]] [--out FILE] [--wrong SHARE]';
const names = ['questions', 'out', 'wrong', 'embedder', 'judge', 'judged', 'replies'];
export const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
export const models = [EMBEDDER];
export const targets = { wrong_but_grounded: '<= 0.08', unanswerable_refused: '>= 0.4' };

/** Of the answerable questions, by documents that took no part in the fit. */
const DEFAULT_WRONG = 0.075;
/** A sentence is believed above it: in doubt it keeps four of five right ones. */
const JUDGE_THRESHOLD = 0.3;
const DEFAULT_JUDGED = 420;

export async function run({ questions: path, out, wrong, embedder = EMBEDDER, log, ...judging }) {
  if (path === undefined) throw new Error('calibrate-answers needs --questions FILE, one document with its questions a line');
  const share = wrong === undefined ? DEFAULT_WRONG : Number(wrong);
  if (!(share > 0 && share < 1)) throw new Error(`--wrong must be a share above 0 and below 1, not "${wrong}"`);
  const evidence = await import('./evidence.mjs');
  const documents = readDocuments(path);
  const asked = passagesAndQuestions(documents);
  log(`${asked.questions.length} questions about ${documents.length} documents`);
  const fitted = await evidence.withEmbedder(embedder, (ways) => fitBoth(asked, ways, share, log));
  const judge = await judgeOf(fitted.found, judging, log);
  if (out !== undefined) await save(out, { embedder, note: NOTE, ...fitted, judge }, log);
  const { proven } = fitted.wordsAndTokens;
  return {
    figures: {
      right: fitted.right,
      right_but_refused: proven.rightButRefused,
      unanswerable_refused: proven.unanswerableRefused,
      wrong_but_grounded: proven.wrongButGrounded,
      words_right_but_refused: fitted.words.proven.rightButRefused,
      words_unanswerable_refused: fitted.words.proven.unanswerableRefused,
      words_wrong_but_grounded: fitted.words.proven.wrongButGrounded,
    },
    samples: { right_but_refused: asked.questions.length },
  };
}

const FILE = new URL('../../config/answers/answerability.json', import.meta.url);
const NOTE =
  'Fitted on questions about encyclopedia articles, half of them near misses on purpose; "proven" is of articles left out of the fit in turn. Only coefficients are here, no text.';

async function fitBoth(asked, ways, share, log) {
  const { wordsOfQuestions } = await import('./evidence.mjs');
  const { addTokens, resultOf } = await import('./models.mjs');
  const questions = await wordsOfQuestions(asked, ways, log);
  const words = resultOf('words', questions, share);
  log(`by words: ${JSON.stringify(words.proven)}`);
  await addTokens(questions, words, ways, log);
  const wordsAndTokens = resultOf('wordsAndTokens', questions, share);
  const answerable = questions.filter(({ answers }) => answers.length > 0).length;
  return {
    questions: {
      answerable,
      unanswerable: questions.length - answerable,
      documents: new Set(questions.map(({ document }) => document)).size,
    },
    words: withoutRight(words),
    wordsAndTokens: withoutRight(wordsAndTokens),
    right: wordsAndTokens.proven.right,
    found: wordsAndTokens.found,
  };
}

/** Asked anew with `--judge`, else what the file says. */
async function judgeOf(found, { judge: model, judged = DEFAULT_JUDGED, replies }, log) {
  if (model === undefined) return JSON.parse(readFileSync(FILE, 'utf8')).judge;
  const { askJudge, judgeResult, sampleInDoubt } = await import('./judge.mjs');
  const asked = await askJudge(sampleInDoubt(found, Number(judged)), { model, replies, log });
  const { judge, alone } = judgeResult(asked, { model, threshold: JUDGE_THRESHOLD });
  log(`in doubt, with the judge: ${JSON.stringify(judge.proven)}; words and tokens alone: ${JSON.stringify(alone)}`);
  return judge;
}

function withoutRight({ found: _found, proven: { right: _, ...proven }, ...model }) {
  return { ...model, proven };
}

async function save(out, file, log) {
  const { right: _right, found: _found, ...calibration } = file;
  const path = resolve(out);
  const layout = (await resolveConfig(path)) ?? {};
  writeFileSync(path, await format(JSON.stringify(calibration), { ...layout, parser: 'json' }));
  log(`written: ${out}`);
}
