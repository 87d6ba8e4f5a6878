// Makes the file by which the orchestrator believes that a sentence answers a question, from questions that texts answer and don't.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { EMBEDDER } from '../calibrate/cosines.mjs';
import { passagesAndQuestions, readDocuments } from './questions-file.mjs';

export const about =
  'fits the check of answers to labelled questions: --questions FILE [--judge FILE.gguf [--judged N] [--replies FILE]] [--out FILE] [--wrong SHARE]; --prove measures the file that ships on documents that were kept apart';
const names = ['questions', 'out', 'wrong', 'embedder', 'judge', 'judged', 'replies'];
export const options = { ...Object.fromEntries(names.map((name) => [name, { type: 'string' }])), prove: { type: 'boolean' } };
export const models = [EMBEDDER];
export const targets = { wrong_but_grounded: '<= 0.08', unanswerable_refused: '>= 0.4' };

/** Of the answerable questions of each set, by documents that took no part in the fit. With tokens as many as there were before everyday questions were fitted. */
const WRONG = { words: 0.05, wordsAndTokens: 0.041 };
const EVERYDAY = new URL('everyday.jsonl', import.meta.url);
/** A sentence is believed above it: in doubt it keeps four of five right ones. */
const JUDGE_THRESHOLD = 0.3;
const DEFAULT_JUDGED = 420;

export async function run({ prove: isProof = false, log, ...asked }) {
  if (!isProof) return fitFrom(asked, log);
  const [{ withEmbedder }, { prove }] = [await import('./evidence.mjs'), await import('./prove.mjs')];
  const file = JSON.parse(readFileSync(FILE, 'utf8'));
  return withEmbedder(file.embedder, (ways) => prove(file, ways, log));
}

async function fitFrom({ questions: path, out, wrong, embedder = EMBEDDER, ...judging }, log) {
  if (path === undefined) throw new Error('calibrate-answers needs --questions FILE, one document with its questions a line');
  const share = Number(wrong);
  if (wrong !== undefined && !(share > 0 && share < 1)) throw new Error(`--wrong must be a share above 0 and below 1, not "${wrong}"`);
  const shares = wrong === undefined ? WRONG : { words: share, wordsAndTokens: share };
  const evidence = await import('./evidence.mjs');
  const asked = [
    passagesAndQuestions(readDocuments(path), 'articles'),
    passagesAndQuestions(readDocuments(fileURLToPath(EVERYDAY)), 'everyday'),
  ];
  const count = asked.reduce((sum, { questions }) => sum + questions.length, 0);
  log(`${count} questions`);
  const { otherLanguagesOf } = await import('./prove.mjs');
  const [fitted, otherLanguages] = await evidence.withEmbedder(embedder, async (ways) => {
    const both = await fitBoth(asked, ways, shares, log);
    return [both, await otherLanguagesOf(both, ways, shares.wordsAndTokens, log)];
  });
  const judge = await judgeOf(fitted.found, judging, log);
  if (out !== undefined) await save(out, { embedder, note: NOTE, ...fitted, otherLanguages, judge }, log);
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
      everyday_wrong_but_grounded: fitted.wordsAndTokens.everyday.wrongButGrounded,
      everyday_unanswerable_refused: fitted.wordsAndTokens.everyday.unanswerableRefused,
    },
    samples: { right_but_refused: count },
  };
}

const FILE = new URL('../../config/answers/answerability.json', import.meta.url);
const NOTE =
  'Fitted on questions about encyclopedia articles, half of them near misses on purpose, and about documents of everyday kinds; "proven" is of articles left out of the fit in turn, "everyday" of such documents. Only coefficients are here, no text.';

async function fitBoth(asked, ways, shares, log) {
  const { wordsOfQuestions } = await import('./evidence.mjs');
  const { addTokens, resultOf } = await import('./models.mjs');
  const questions = [];
  for (const set of asked) questions.push(...(await wordsOfQuestions(set, ways, log)));
  const words = resultOf('words', questions, shares.words);
  log(`by words: ${JSON.stringify(figuresOf(words))}`);
  await addTokens(questions, ways, log);
  const wordsAndTokens = resultOf('wordsAndTokens', questions, shares.wordsAndTokens);
  log(`by words and tokens: ${JSON.stringify(figuresOf(wordsAndTokens))}`);
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

const figuresOf = ({ threshold, proven, everyday }) => ({ threshold, articles: proven, everyday });

function withoutRight({ found: _found, proven: { right: _, ...proven }, everyday: { right: __, ...everyday }, ...model }) {
  return { ...model, proven, everyday };
}

async function save(out, file, log) {
  const { right: _right, found: _found, ...calibration } = file;
  const path = resolve(out);
  const layout = (await resolveConfig(path)) ?? {};
  writeFileSync(path, await format(JSON.stringify(calibration), { ...layout, parser: 'json' }));
  log(`written: ${out}`);
}
