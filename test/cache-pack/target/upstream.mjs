// The model behind the cache under test: every answer is another one, so that a text seen twice came from the cache.
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const USAGE = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

/**
 * @param {{port?: number}} [options]
 * `script` decides on each answer until it is set anew: {status} an error; {finish} another end than "stop"; {toolCall}; {delayMs} between
 * two pieces of a stream.
 */
export async function startUpstream({ port = 0 } = {}) {
  const upstream = { url: '', calls: [], script: {}, open: 0, close: undefined };
  const server = createServer((request, reply) => void answer(upstream, request, reply).catch(() => reply.destroy()));
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  upstream.url = `http://127.0.0.1:${server.address().port}/v1`;
  upstream.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return upstream;
}

async function answer(upstream, request, reply) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  if (!request.url.endsWith('/chat/completions'))
    return send(reply, 200, { object: 'list', data: [{ id: 'pack-model', object: 'model' }] });
  const body = JSON.parse(text);
  upstream.calls.push(body);
  const { status, delayMs = 0 } = upstream.script;
  if (status) return send(reply, status, { error: { message: 'scripted failure', type: 'pack', param: null, code: 'scripted' } });
  const { message, end } = plan(upstream);
  const head = { id: `chatcmpl-pack-${upstream.calls.length}`, created: 1, model: body.model };
  if (body.stream) return stream(upstream, reply, { body, head, message, end, delayMs });
  const choices = [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: end }];
  send(reply, 200, { ...head, object: 'chat.completion', choices, usage: USAGE });
}

function plan({ script: { finish = 'stop', toolCall }, calls }) {
  if (toolCall) return { message: { content: null, tool_calls: [TOOL_CALL] }, end: 'tool_calls' };
  return { message: { content: `Answer ${calls.length}, which no other answer is.` }, end: finish };
}

const TOOL_CALL = { index: 0, id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{}' } };

async function stream(upstream, reply, { body, head, message, end, delayMs }) {
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  upstream.open += 1;
  reply.once('close', () => (upstream.open -= 1));
  const event = (choices, more = {}) =>
    reply.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more })}\n\n`);
  const pieces = message.content === null ? [message] : message.content.split(/(?<= )/).map((content) => ({ content }));
  for (const delta of [{ role: 'assistant', content: '' }, ...pieces]) {
    event([{ index: 0, delta, finish_reason: null }]);
    if (delayMs > 0) await delay(delayMs);
    if (reply.destroyed) return;
  }
  event([{ index: 0, delta: {}, finish_reason: end }]);
  if (body.stream_options?.include_usage) event([], { usage: USAGE });
  reply.end('data: [DONE]\n\n');
}

function send(reply, status, body) {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
