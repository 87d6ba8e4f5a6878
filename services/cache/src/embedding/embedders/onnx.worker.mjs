// Runs the model off the main thread: onnxruntime's run() blocks the thread that calls it. Plain JavaScript, so that the same file
// serves as it is from src (tests) and from dist.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const { maxTokens } = workerData;
const tokenizerFile = JSON.parse(readFileSync(workerData.tokenizerPath, 'utf8'));
const tokenizer = new Tokenizer(tokenizerFile, {});
/**
 * How long the second thread spins between two operators. If it slept at once, waking it would cost as much as it saves. If it went on spinning,
 * it would take a core from others. So it spins for about as long as one operator takes, and not beyond the run.
 */
const SPIN_US = 20;

const session = await InferenceSession.create(workerData.modelPath, {
  intraOpNumThreads: workerData.threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  extra: {
    session: {
      intra_op: { allow_spinning: '1', spin_duration_us: String(SPIN_US) },
      inter_op: { allow_spinning: '0' },
      force_spinning_stop: '1',
    },
  },
});

/** [CLS] text [SEP], cut at the model's window. */
function encode(text) {
  const { ids } = tokenizer.encode(text);
  const kept = ids.length > maxTokens ? [...ids.slice(0, maxTokens - 1), ids[ids.length - 1]] : ids;
  return BigInt64Array.from(kept, BigInt);
}

/** One text at a time: an int8 model's output shifts with what else is in its batch. */
async function hiddenOf(ids) {
  const shape = [1, ids.length];
  const output = await session.run({
    input_ids: new Tensor('int64', ids, shape),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
  });
  return output[session.outputNames[0]];
}

/** The first token's row, of length one. */
async function embed(text) {
  const hidden = await hiddenOf(encode(text));
  return { value: unit(hidden.data, 0, hidden.dims[2]) };
}

/** Every token's row, each of length one, one after the other; and the tokens' numbers, which tell how rare they are. */
async function embedTokens(text) {
  const ids = encode(text);
  const hidden = await hiddenOf(ids);
  const size = hidden.dims[2];
  const value = new Float32Array(ids.length * size);
  for (let at = 0; at < ids.length; at += 1) value.set(unit(hidden.data, at * size, size), at * size);
  return { value, pieces: Array.from(ids, (id) => pieceOf(Number(id))) };
}

function unit(data, start, size) {
  const vector = Float32Array.from(data.subarray(start, start + size));
  const norm = Math.hypot(...vector) || 1;
  for (let at = 0; at < size; at += 1) vector[at] /= norm;
  return vector;
}

let vocabulary;
/** Read back only where somebody asks for tokens. */
function pieceOf(id) {
  vocabulary ??= new Map(Object.entries(tokenizerFile.model.vocab).map(([piece, number]) => [number, piece]));
  return { id, text: vocabulary.get(id) ?? '' };
}

/** All of them, however many. */
async function countTokens(text) {
  return { value: new Float32Array(0), count: tokenizer.encode(text).ids.length };
}

parentPort.on('message', ({ text, tokens, count, close }) => {
  if (close) {
    // Ends by itself: a thread that is terminated within the native library takes the whole process with it.
    session.release().finally(() => parentPort.close());
    return;
  }
  const work = count ? countTokens : tokens ? embedTokens : embed;
  work(text).then(
    (reply) => parentPort.postMessage(reply, [reply.value.buffer]),
    (error) => parentPort.postMessage({ error: String(error?.message ?? error) }),
  );
});
parentPort.postMessage({ ready: true });
