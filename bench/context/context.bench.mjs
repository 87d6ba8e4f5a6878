// The context manager on a conversation of 200,000 tokens for a window of 131,072, counted with Qwen3's own tokenizer.
import { join } from 'node:path';
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';
import { modelsDir } from '../lib/processes/services.mjs';
import { conversation } from './conversation.mjs';

export const about = 'a conversation of 200,000 tokens cut to a window of 131,072';
export const targets = { trim_128k_ms: '< 50', plain_us: '< 20' };
export const models = ['qwen3-tokenizer'];

const TRIMS_A_ROUND = 20;
const PLAIN_A_ROUND = 20_000;
const SETTINGS = {
  strategy: 'sliding_window',
  maxContextTokens: 131_072,
  trimThresholdTokens: 120_000,
  bufferTokens: 8_192,
  overlapTokens: 2_048,
};
const never = new AbortController().signal;

export async function run({ rounds, log }) {
  const { ContextManager, FileTokenizer } = await built();
  const tokenizer = new FileTokenizer(tokenizerPath, () => SETTINGS.maxContextTokens);
  const engine = {
    countTokens: (texts, signal) => tokenizer.count(texts, signal),
    tokenize: (input, signal) => tokenizer.tokenize(input, signal),
  };
  // Reading the tokenizer's file is no part of a request.
  await engine.countTokens(['warm'], never);
  const [first, again, plain] = [[], [], []];
  let trim;
  try {
    for (let round = 0; round < rounds; round++) {
      log(`round ${round + 1} of ${rounds}`);
      const manager = new ContextManager(SETTINGS);
      const fit = async (more) => timed(() => manager.fit(engine, requestOf(round, more), undefined, never));
      first.push((await fit(0)).ms);
      for (let more = 1; more <= TRIMS_A_ROUND; more++) {
        const { ms, value } = await fit(more);
        again.push(ms);
        trim = value.trim;
      }
      plain.push(plainMicroseconds(manager, engine));
    }
  } finally {
    await tokenizer.close();
  }
  return {
    figures: {
      trim_128k_ms: p50(again),
      trim_128k_p99_ms: p99(again),
      first_count_ms: median(first),
      plain_us: median(plain),
      prompt_tokens: trim.promptTokens,
      kept_tokens: trim.keptTokens,
    },
    samples: { trim_128k_ms: again.length, trim_128k_p99_ms: again.length, first_count_ms: first.length, plain_us: plain.length },
  };
}

/** Each turn of a conversation brings all earlier ones again, in new strings, as a parsed body does. */
function requestOf(round, more) {
  return JSON.parse(JSON.stringify({ model: 'qwen3', messages: conversation(round, more), max_tokens: 1_024 }));
}

async function timed(work) {
  const startedAt = performance.now();
  const value = await work();
  return { ms: performance.now() - startedAt, value };
}

/** What every short request pays. */
function plainMicroseconds(manager, engine) {
  const request = { model: 'qwen3', messages: [{ role: 'user', content: 'word '.repeat(200) }], max_tokens: 512 };
  const startedAt = performance.now();
  for (let asked = 0; asked < PLAIN_A_ROUND; asked++) manager.fit(engine, request, undefined, never);
  return ((performance.now() - startedAt) * 1_000) / PLAIN_A_ROUND;
}

function tokenizerPath() {
  return join(modelsDir(), 'qwen3-tokenizer/tokenizer.json');
}

async function built() {
  const [{ ContextManager }, { FileTokenizer }] = await Promise.all([
    import('../../services/inference/dist/context/context-manager.js'),
    import('../../services/inference/dist/engines/tokenizer/file-tokenizer.js'),
  ]);
  return { ContextManager, FileTokenizer };
}
