// An OpenAI-compatible engine that writes nothing: what is answered then are the documents' own sentences.
import { createServer } from 'node:http';
import { listen, ready } from '../lib/processes/child.mjs';

const model = 'mock';
const usage = { prompt_tokens: 1, completion_tokens: 0, total_tokens: 1 };
const event = (choices, more = {}) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-silent', created: 1, model, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
const events = [event([{ index: 0, delta: {}, finish_reason: 'stop' }]), event([], { usage }), 'data: [DONE]\n\n'].join('');
const models = { object: 'list', data: [{ id: model, object: 'model', created: 0, owned_by: 'bench', max_model_len: 131_072 }] };

const server = createServer((request, reply) => {
  request.resume();
  request.on('end', () => {
    if (request.url.endsWith('/chat/completions')) reply.writeHead(200, { 'content-type': 'text/event-stream' }).end(events);
    else if (request.url.endsWith('/models')) reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(models));
    else reply.writeHead(404).end();
  });
});
ready({ url: await listen(server) });
