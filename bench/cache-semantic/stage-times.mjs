// Preloaded into the cache service and, as Node does with --import, into its worker: what each stage of a lookup by meaning takes.
import { isMainThread, parentPort } from 'node:worker_threads';

/** In ms, by stage; one lookup at a time. */
let current = {};
const spent = (stage, sinceMs) => (current[stage] = (current[stage] ?? 0) + performance.now() - sinceMs);

/** Adds the time until what the method returns is there. */
function time(prototype, method, stage) {
  const own = prototype[method];
  prototype[method] = function timed(...given) {
    const startedAt = performance.now();
    const result = own.apply(this, given);
    if (!(result instanceof Promise)) {
      spent(stage, startedAt);
      return result;
    }
    return result.finally(() => spent(stage, startedAt));
  };
}

async function timeWorker() {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const { InferenceSession } = await import('onnxruntime-node');
  time(Tokenizer.prototype, 'encode', 'tokenise');
  time(InferenceSession.prototype, 'run', 'onnx');
  let beganAt;
  const { on, postMessage: post } = parentPort;
  parentPort.on = function tappedOn(event, listener) {
    return on.call(this, event, (message) => {
      beganAt = performance.now();
      listener(message);
    });
  };
  parentPort.postMessage = function timedPost(reply, transfer) {
    if (beganAt !== undefined) spent('worker', beganAt);
    post.call(this, { ...reply, stages: current }, transfer);
    current = {};
  };
}

async function timeService() {
  const cache = (file) => import(`../../services/cache/dist/${file}.js`);
  const { AnswerLookup } = await cache('answers/answer-lookup');
  const { EntryFinder } = await cache('entries/entry-finder');
  const { NearEntries } = await cache('entries/near-entries');
  const { SqliteVectorSearch } = await cache('entries/stores/sqlite-vector-search');
  const { VerifyingJudge } = await cache('checking/verification/verifying-judge');
  const { OnnxEmbedder } = await cache('embedding/embedders/onnx.embedder');
  const { ModelWorker } = await cache('embedding/embedders/model-worker');
  time(AnswerLookup.prototype, 'lookup', 'lookup');
  time(EntryFinder.prototype, 'beyondMemory', 'exactTier');
  time(OnnxEmbedder.prototype, 'embed', 'embed');
  time(NearEntries.prototype, 'nearest', 'near');
  time(SqliteVectorSearch.prototype, 'nearest', 'vectorSearch');
  time(VerifyingJudge.prototype, 'choose', 'decision');
  const { onReply } = ModelWorker.prototype;
  ModelWorker.prototype.onReply = function tappedReply({ stages, ...reply }) {
    Object.assign(current, stages);
    return onReply.call(this, reply);
  };
  takeEachLookup(AnswerLookup.prototype);
}

/** Outermost, so that it ends after every stage. */
function takeEachLookup(prototype) {
  const lookups = [];
  const { lookup } = prototype;
  prototype.lookup = async function takenLookup(request) {
    current = {};
    const reply = await lookup.call(this, request);
    lookups.push(current);
    return reply;
  };
  process.on('message', ({ ask }) => {
    if (ask === 'stages') process.send?.({ answer: lookups.splice(0) });
  });
}

await (isMainThread ? timeService() : timeWorker());
