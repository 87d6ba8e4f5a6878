// An OpenAI-compatible engine that writes nothing: what is answered then are the documents' own sentences. With a model it judges, and still writes nothing.
import { createServer } from 'node:http';
import { LlamaEngine } from '../../services/inference/dist/engines/llama/llama.engine.js';
import { listen, ready } from '../lib/processes/child.mjs';

const [modelPath] = process.argv.slice(2);
const model = 'mock';
const usage = { prompt_tokens: 1, completion_tokens: 0, total_tokens: 1 };
const models = { object: 'list', data: [{ id: model, object: 'model', created: 0, owned_by: 'bench', max_model_len: 131_072 }] };
const never = new AbortController().signal;
const settings = { threads: Number(process.env.LLAMA_THREADS ?? 1), contextTokens: 2_048, batchTokens: 256, gpu: false, repeatPenalty: 1 };
const judge = modelPath === undefined ? undefined : new LlamaEngine({ model, modelPath: () => modelPath, ...settings });

const event = (choices, more = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-silent', created: 1, model, object: 'chat.completion.chunk', choices, ...more })}\n\n`;

/** The verdict's one token with its probabilities; of anything else nothing. */
async function answerTo(request) {
  const ended = [event([{ index: 0, delta: {}, finish_reason: 'stop' }]), event([], { usage }), 'data: [DONE]\n\n'].join('');
  if (judge === undefined || request.logprobs !== true) return ended;
  for await (const frame of judge.chat(request, never)) {
    if (frame.type !== 'done') continue;
    const top_logprobs = frame.firstToken.map(({ text, logprob }) => ({ token: text, logprob }));
    const [{ token }] = top_logprobs;
    return event([{ index: 0, delta: { content: token }, logprobs: { content: [{ token, top_logprobs }] }, finish_reason: null }]) + ended;
  }
  return ended;
}

const server = createServer((request, reply) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    if (request.url.endsWith('/models')) return reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(models));
    if (!request.url.endsWith('/chat/completions')) return reply.writeHead(404).end();
    return answerTo(JSON.parse(Buffer.concat(parts).toString())).then(
      (text) => reply.writeHead(200, { 'content-type': 'text/event-stream' }).end(text),
      (thrown) => reply.writeHead(500).end(String(thrown)),
    );
  });
});
await judge?.load();
process.on('disconnect', () => void judge?.close());
ready({ url: await listen(server) });
