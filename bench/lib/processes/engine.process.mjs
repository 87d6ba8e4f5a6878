// An OpenAI-compatible engine that costs next to nothing: a fixed answer, or 50 chunks of one, after ENGINE_DELAY_MS, with ENGINE_CHUNK_MS between two chunks.
// What is left of a measurement is the way to it.
import { createServer } from 'node:http';
import { answerWith, listen, ready } from './child.mjs';

const MODEL = 'mock';
const CHUNKS = 50;
const head = { id: 'chatcmpl-bench', created: 1, model: MODEL };
const usage = { prompt_tokens: 200, completion_tokens: CHUNKS, total_tokens: 200 + CHUNKS };
const content = 'The snapshot is kept for thirty-five days, then it goes.';

const event = (choices, more = {}) =>
  Buffer.from(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more })}\n\n`);
const delta = (index) =>
  event([{ index: 0, delta: index === 0 ? { role: 'assistant', content: 'word' } : { content: ' word' }, finish_reason: null }]);

const jsonReply = (value) => {
  const body = Buffer.from(JSON.stringify(value));
  return { body, headers: { 'content-type': 'application/json', 'content-length': body.length } };
};
const completion = jsonReply({
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage,
});
const models = jsonReply({ object: 'list', data: [{ id: MODEL, object: 'model', created: 0, owned_by: 'bench', max_model_len: 131_072 }] });
const deltas = Array.from({ length: CHUNKS }, (_value, index) => delta(index));
const stop = event([{ index: 0, delta: {}, finish_reason: 'stop' }]);
const usageEvent = event([], { usage });
const done = Buffer.from('data: [DONE]\n\n');

/** Off: all chunks in one turn of the event loop, so they travel in few packets. On: one chunk a turn, as tokens come. */
let isSpread = false;
const delayMs = Number(process.env.ENGINE_DELAY_MS ?? 0);
const chunkMs = Number(process.env.ENGINE_CHUNK_MS ?? 0);
const asked = { generations: 0, bytes: 0, mostStreams: 0 };
let streams = 0;

const server = createServer((request, reply) => {
  if (request.method === 'GET') return send(reply, models);
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => take(request.url, parts.length === 1 ? parts[0] : Buffer.concat(parts), reply));
});

function take(url, body, reply) {
  if (url === '/tokenize') return tokenize(body, reply);
  asked.generations += 1;
  asked.bytes += body.length;
  if (delayMs === 0) return answer(body, reply);
  setTimeout(answer, delayMs, body, reply);
}

function answer(body, reply) {
  if (!body.includes('"stream":true')) return send(reply, completion);
  const events = [...deltas, stop, ...(body.includes('"include_usage":true') ? [usageEvent] : []), done];
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  if (isSpread || chunkMs > 0) return spread(reply, events, 0);
  for (const bytes of events) reply.write(bytes);
  reply.end();
}

function spread(reply, events, at) {
  if (at === 0) countStream(reply);
  if (reply.destroyed) return;
  if (at === events.length) return reply.end();
  reply.write(events[at]);
  if (chunkMs > 0) setTimeout(spread, chunkMs, reply, events, at + 1);
  else setImmediate(spread, reply, events, at + 1);
}

function countStream(reply) {
  streams += 1;
  asked.mostStreams = Math.max(asked.mostStreams, streams);
  reply.once('close', () => (streams -= 1));
}

/** vLLM's form; four characters a token. */
function tokenize(body, reply) {
  const { prompt = '' } = JSON.parse(body.toString());
  const count = Math.ceil(prompt.length / 4);
  send(reply, jsonReply({ count, max_model_len: 131_072, tokens: Array.from({ length: count }, () => 1) }));
}

function send(reply, { body, headers }) {
  reply.writeHead(200, headers).end(body);
}

const url = await listen(server);
answerWith({ spread: () => (isSpread = true), burst: () => (isSpread = false), asked: () => asked });
ready({ url });
