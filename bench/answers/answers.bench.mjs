// How often an answer is right, and how often what the documents don't say is refused: the pack's questions to the whole stack.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addModel, openModelStore } from '@docmind/models';
import { startNode } from '../lib/processes/processes.mjs';
import { MOCK_MODEL, MODELS, modelsDir } from '../lib/processes/services.mjs';
import { setTimeout as delay } from 'node:timers/promises';
import { ask, uploadAll } from './ask.mjs';
import { PACKS, readQuestions, sampleOf } from './questions.mjs';
import { Replies } from './replies.mjs';
import { figuresOf, scored, tableBy } from './score.mjs';

export const about =
  'answers about the pack of documents: --engine none|default|FILE.gguf|judge=FILE.gguf [--pack first|second|third] [--questions N] [--language CODE] [--replies FILE], right, wrong, refused';
export const options = {
  engine: { type: 'string' },
  pack: { type: 'string' },
  questions: { type: 'string' },
  language: { type: 'string' },
  replies: { type: 'string' },
};
export const models = MODELS;
/** With a model that can answer; what holds without one is less. */
export const targets = {
  right: '>= 0.75',
  wrong_but_grounded: '<= 0.05',
  absent_refused: '>= 0.95',
  near_miss_refused: '>= 0.55',
  right_but_refused: '<= 0.12',
};
const TARGETS_OF_EXTRACTS = { wrong_but_grounded: '<= 0.08', near_miss_refused: '>= 0.4' };

const DEFAULT_MODEL = 'smollm2-135m-instruct';
const QUICK_QUESTIONS = 20;
const SHOWN_EVERY = 10;
const LOOK_EVERY_MS = 1_000;
/** One answer of a model on a CPU that it shares. */
const PATIENCE_MS = 1_800_000;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

export async function run({ engine = 'none', pack: name = 'first', questions: count, language, replies: path, quick, log }, scope) {
  const pack = packOf(name);
  const all = questionsIn(pack, language);
  const questions = sampleOf(all, countOf(count) ?? (quick ? QUICK_QUESTIONS : all.length));
  const label = labelOf(engine, name);
  const replies = new Replies(path, label);
  if (questions.some(({ id }) => replies.of(id) === undefined)) await askAll(questions, replies, { engine, label, pack, log }, scope);
  const results = scored(questions.map((question) => ({ question, reply: replies.of(question.id) })));
  for (const line of [...tableBy('kind', results), ...tableBy('language', results)]) log(line);
  return {
    ...figuresOf(results),
    notes: [`engine ${label}, ${questions.length} of ${all.length} questions`, ...notesOf(results)],
    ...(engine === 'none' ? { targets: TARGETS_OF_EXTRACTS } : {}),
  };
}

/** A refusal that is called grounded would be a lie about itself. */
function notesOf(results) {
  const lies = results.filter(({ outcome, grounded }) => outcome === 'refused' && grounded);
  return lies.length === 0 ? [] : [`${lies.length} refusals were called grounded`];
}

/** Without the folders, which are this machine's. Each pack counts its questions from 1. */
const labelOf = (engine, pack) =>
  `${engine.startsWith('judge=') ? 'judge=' : ''}${basename(engine)}${pack === 'first' ? '' : `, ${pack} pack`}`;

function questionsIn(pack, language) {
  const all = readQuestions(pack).filter((one) => language === undefined || one.language === language);
  if (all.length === 0) throw new Error(`--language ${language}: no question is in it`);
  return all;
}

function packOf(name) {
  if (Object.hasOwn(PACKS, name)) return PACKS[name];
  throw new Error(`--pack must be first, second or third, not "${name}"`);
}

function countOf(text) {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,4}$/u.test(text)) return Number(text);
  throw new Error(`--questions must be a whole number above 0, not "${text}"`);
}

async function askAll(questions, replies, { engine, label, pack, log }, scope) {
  const stack = await startStack(scope, await environmentOf(engine, scope));
  const url = stack.urls.orchestrator;
  await uploadAll(url, pack);
  log('the documents are in');
  if (engine !== 'none') log(await modelTested(url));
  for (const [at, question] of questions.entries()) {
    if (replies.of(question.id) === undefined) {
      const reply = await ask(question, { url, seen: () => stack.ask('seen') });
      replies.add({ engine: label, ...reply });
    }
    if ((at + 1) % SHOWN_EVERY === 0) log(`${at + 1} of ${questions.length} questions`);
  }
}

/** What is asked before the model has shown what it can do gets answers as from a lesser one. */
async function modelTested(url) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await delay(LOOK_EVERY_MS)) {
    const { details } = await (await fetch(`${url}/health/ready`)).json();
    if (details.model?.tested) return `the model: ${details.model.message}; ${details.model.judges ? 'it judges' : 'it does not judge'}`;
  }
  throw new Error('the model was not tested in time');
}

function startStack(scope, engineEnvironment) {
  const names = ['ORCHESTRATOR_PORT', 'INFERENCE_PORT', 'CACHE_SERVER_PORT', 'PERSISTENCE_PORT', 'METRICS_PORT'];
  const env = {
    ...Object.fromEntries(names.map((name) => [name, '0'])),
    DOCMIND_DATA_DIR: scope.folder(),
    DOCMIND_HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    MODELS_DIR: modelsDir(),
    // Each document is waited for, also on a slow machine.
    UPLOAD_WAIT_MS: '120000',
    QUERY_TIMEOUT_MS: String(PATIENCE_MS),
    ENGINE_TIMEOUT_MS: String(PATIENCE_MS),
    ...engineEnvironment,
  };
  return startNode(scope, here('answers.process.mjs'), { env });
}

/** The embedded engine with the model of the quickstart or with a file's; one that writes nothing; one whose model only judges. */
async function environmentOf(engine, scope) {
  if (engine === 'none') return { ...(await silentEngine([], scope)), MODEL_SELF_TEST: 'off' };
  if (engine === 'default') return { INFERENCE_ENGINE: 'llama', INFERENCE_MODEL: DEFAULT_MODEL };
  const file = engine.replace(/^judge=/u, '');
  if (!file.endsWith('.gguf') || !existsSync(file))
    throw new Error(`--engine must be none, default, a GGUF file that is there or judge= and such a file, not "${engine}"`);
  if (file !== engine) return silentEngine([resolve(file)], scope);
  return { INFERENCE_ENGINE: 'llama', INFERENCE_MODEL: 'of-the-bench', MODELS_DIR: await folderWith(resolve(engine), scope) };
}

async function silentEngine(args, scope) {
  const { url } = await startNode(scope, here('silent-engine.process.mjs'), { args });
  return { INFERENCE_ENGINE: 'openai', OPENAI_BASE_URL: `${url}/v1`, INFERENCE_MODEL: MOCK_MODEL };
}

/** The installed models and the file's beside them. */
async function folderWith(file, scope) {
  const dir = join(scope.folder(), 'models');
  mkdirSync(dir);
  for (const id of MODELS) symlinkSync(resolve(modelsDir(), id), join(dir, id));
  await addModel({ id: 'of-the-bench', store: openModelStore(dir), from: file });
  return dir;
}
