// Runs the model in a process of its own: a crash of the native library must not take the service along.
// Plain JavaScript, because it is forked as it is from src (tests) and from dist. Speaks the messages of llama-protocol.ts.
import { fileURLToPath } from 'node:url';

const RUNTIME = new URL('../../../llama/node_modules/node-llama-cpp/dist/index.js', import.meta.url);
const SLICE_MS = 40;
const FIRST_SLICE_TOKENS = 16;
/** A pass over a large model's weights costs nearly as much for 4 tokens as for 32: smaller slices would read a prompt four times slower. */
const MIN_SLICE_TOKENS = 32;

let llama;
let model;
let context;
let sequence;
let chat;
let completion;
let settings;
let running;

process.on('message', (message) => void receive(message));
process.on('disconnect', () => process.exit(0));
// Ctrl-C and a service manager's stop reach the whole group; our parent lets what runs finish and then lets go of us.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);

async function receive(message) {
  try {
    await handlers[message.type]?.(message);
  } catch (error) {
    send({ type: 'error', id: message.id, code: error.code ?? 'INTERNAL', message: error.message, details: error.details });
  }
}

function send(message) {
  if (process.connected) process.send(message);
}

class ChildError extends Error {
  constructor(code, message, details) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

const handlers = {
  async load(message) {
    settings = message;
    const { getLlama, LlamaChat, LlamaCompletion } = await importRuntime();
    llama = await getLlama({ gpu: settings.gpu, build: 'never', skipDownload: true, maxThreads: settings.threads, logLevel: 'error' });
    const onLoadProgress = (share) => send({ type: 'loading', id: message.id, share });
    model = await llama.loadModel({ modelPath: settings.modelPath, onLoadProgress });
    const contextSize = Math.min(settings.contextTokens, model.trainContextSize);
    context = await model.createContext({ contextSize, batchSize: settings.batchTokens, threads: settings.threads });
    sequence = context.getSequence();
    chat = new LlamaChat({ contextSequence: sequence });
    completion = new LlamaCompletion({ contextSequence: sequence });
    send({ type: 'ready', id: message.id, contextLength: contextSize });
  },

  count({ id, texts }) {
    send({ type: 'counts', id, counts: texts.map((text) => model.tokenize(text).length) });
  },

  tokenize({ id, prompt, messages }) {
    const tokens = messages ? promptTokens(historyOf(messages)) : model.tokenize(prompt);
    send({ type: 'tokens', id, tokens: [...tokens] });
  },

  async chat(message) {
    const abort = new AbortController();
    running = { id: message.id, abort };
    try {
      await generate(message, abort.signal);
    } finally {
      running = undefined;
    }
  },

  abort({ id }) {
    if (running?.id === id) running.abort.abort();
  },
};

async function importRuntime() {
  try {
    return await import(RUNTIME.href);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const installer = fileURLToPath(new URL('../../../llama/install.mjs', import.meta.url))
      .split('/')
      .slice(-4)
      .join('/');
    throw new ChildError('FAILED_PRECONDITION', `The embedded engine is not installed. Run: node ${installer}`);
  }
}

/** Roles the library doesn't know become the nearest it does; the empty last turn is the one to be written. */
function historyOf(messages) {
  const history = messages.map(({ role, content }) => {
    if (role === 'system' || role === 'developer') return { type: 'system', text: content };
    if (role === 'assistant') return { type: 'model', response: [content] };
    return { type: 'user', text: content };
  });
  return [...history, { type: 'model', response: [] }];
}

function promptTokens(history) {
  return chat.chatWrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer);
}

/** Of a conversation the answer; of a text, which goes into the model as it is, how it goes on. */
function taskOf({ messages, text }) {
  if (text === undefined) {
    const history = historyOf(messages);
    return { tokens: promptTokens(history), write: (options) => chat.generateResponse(history, options) };
  }
  const { bos, shouldPrependBosToken } = model.tokens;
  const own = model.tokenize(text, false, shouldPrependBosToken ? 'trimLeadingSpace' : undefined);
  if (own.length === 0) throw new ChildError('INVALID_ARGUMENT', 'The prompt is empty; give the text that is to be gone on with');
  return {
    tokens: shouldPrependBosToken && bos !== null ? [bos, ...own] : own,
    write: (options) => completion.generateCompletionWithMeta(own, { ...options, disableContextShift: true }),
  };
}

async function generate({ id, options, ...asked }, signal) {
  const { tokens, write } = taskOf(asked);
  const prompt = tokens.length;
  const limit = tokenLimit(prompt, options.maxTokens);
  const grammar = await grammarFor(options.responseFormat);
  // Tokens left in the cache by another prompt change the order of sums and with it, rarely, a token.
  if (options.seed !== undefined) await sequence.clearHistory();
  if (!(await prefill(tokens.slice(0, -1), signal))) return send({ type: 'aborted', id });
  if (options.choices) return weigh(id, tokens, options.choices);
  let written = 0;
  const meterBefore = sequence.tokenMeter.getState();
  const { metadata } = await write({
    signal,
    stopOnAbortSignal: true,
    maxTokens: limit,
    ...samplingOf(options, grammar),
    onToken: (tokens) => {
      written += tokens.length;
    },
    onTextChunk: (content) => {
      if (!signal.aborted) send({ type: 'delta', id, content });
    },
  });
  if (signal.aborted || metadata.stopReason === 'abort') return send({ type: 'aborted', id });
  const { usedOutputTokens } = sequence.tokenMeter.diff(meterBefore);
  send({
    type: 'done',
    id,
    finishReason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
    promptTokens: prompt,
    completionTokens: Math.min(limit, Math.max(written, usedOutputTokens)),
  });
}

/** One token, the likeliest, with what else it could have been. The probabilities are the model's own, before any sampling. */
async function weigh(id, tokens, count) {
  const generateNext = { probabilities: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } };
  const [evaluated] = await sequence.controlledEvaluate([[tokens.at(-1), { generateNext }]]);
  const choices = [...evaluated.next.probabilities].slice(0, count).filter(([, probability]) => probability > 0);
  const firstToken = choices.map(([token, probability]) => ({ text: model.detokenize([token]), logprob: Math.log(probability) }));
  send({ type: 'delta', id, content: firstToken[0].text });
  send({ type: 'done', id, finishReason: 'length', promptTokens: tokens.length, completionTokens: 1, firstToken });
}

/** Without a repeat penalty under a grammar: JSON has to repeat its quotes and keys. */
function samplingOf({ temperature, topP, seed, stop }, grammar) {
  const { repeatPenalty: penalty } = settings;
  const sampling = { temperature, topP, seed, customStopTriggers: stop };
  if (grammar) return { ...sampling, repeatPenalty: false, grammar };
  return { ...sampling, repeatPenalty: penalty === 1 ? false : { penalty } };
}

/** The library reads a prompt in one go; in slices of about SLICE_MS it can be stopped between them. */
async function prefill(tokens, signal) {
  await sequence.adaptStateToTokens(tokens, false);
  let size = FIRST_SLICE_TOKENS;
  for (let at = sequence.nextTokenIndex; at < tokens.length;) {
    if (signal.aborted) return false;
    const slice = tokens.slice(at, at + size);
    const startedAt = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(slice);
    const perToken = (performance.now() - startedAt) / slice.length;
    at += slice.length;
    size = Math.max(MIN_SLICE_TOKENS, Math.min(settings.batchTokens, Math.floor(SLICE_MS / perToken)));
  }
  return !signal.aborted;
}

/** Never lets the library drop the oldest messages on its own: what doesn't fit is said. */
function tokenLimit(prompt, wanted) {
  const room = context.contextSize - prompt - 1;
  if (room >= 1) return Math.min(wanted ?? room, room);
  throw new ChildError('INVALID_ARGUMENT', `The prompt has ${prompt} tokens; the model's context holds ${context.contextSize}`, {
    promptTokens: prompt,
    contextTokens: context.contextSize,
    openAiCode: 'context_length_exceeded',
  });
}

async function grammarFor(format) {
  if (!format || format.type === 'text') return undefined;
  try {
    if (format.type === 'json_object') return await llama.getGrammarFor('json');
    return await llama.createGrammarForJsonSchema(format.json_schema.schema);
  } catch (error) {
    throw new ChildError('INVALID_ARGUMENT', `response_format.json_schema.schema cannot be followed by this engine: ${error.message}`);
  }
}

process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
