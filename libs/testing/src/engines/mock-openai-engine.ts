// An OpenAI-compatible engine without a model: fast enough for benches, obedient enough for tests.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type MockChatRequest, openingOf, partsOf, type Plan, planOf, promptTokens, usageOf, wordsOf } from './mock-openai-plan.js';

export interface MockOpenAiEngineOptions {
  readonly model?: string;
  /** What it answers; each word is a token. */
  readonly reply?: string;
  /** Answers this many tokens instead, the reply over and over. */
  readonly tokens?: number;
  /** Between two tokens. A prompt that asks for a "long story" takes at least 5 ms a token and never ends by itself. */
  readonly delayMs?: number;
  readonly contextTokens?: number;
  readonly port?: number;
}

export interface MockOpenAiEngine {
  /** Ends in /v1. */
  readonly url: string;
  readonly requests: MockChatRequest[];
  /** Streams whose client left before the end. */
  readonly abortedCount: number;
  /** What was asked of vLLM's own routes, such as `POST /sleep?level=1`; asleep in between it takes requests and answers none, as vLLM does. */
  readonly sleepCalls: readonly string[];
  /** The next chat request gets this status instead of an answer. */
  failNext(status: number): void;
  /** Cuts the connections of the streams that run; without any, the next one after its first token. */
  breakMidStream(): void;
  /** The next stream ends with an error event, as vLLM writes one. */
  errorMidStream(): void;
  close(): Promise<void>;
}

const DEFAULTS = { model: 'mock-model', reply: 'The capital of France is Paris.', delayMs: 0, contextTokens: 1_024, port: 0 };
const MAX_KEPT_REQUESTS = 1_000;

export async function startMockOpenAiEngine(given: MockOpenAiEngineOptions = {}): Promise<MockOpenAiEngine> {
  const mock = new Mock({ ...DEFAULTS, ...given });
  await mock.listen();
  return mock;
}

class Mock implements MockOpenAiEngine {
  readonly requests: MockChatRequest[] = [];
  abortedCount = 0;
  readonly sleepCalls: string[] = [];
  private isAsleep = false;
  url = '';
  private readonly server = createServer((request, reply) => void this.handle(request, reply).catch(() => reply.destroy()));
  private readonly streams = new Set<ServerResponse>();
  private failStatus: number | undefined;
  private breakNext = false;
  private errorNext = false;

  constructor(private readonly options: typeof DEFAULTS & MockOpenAiEngineOptions) {}

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.options.port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  failNext(status: number): void {
    this.failStatus = status;
  }

  breakMidStream(): void {
    this.breakNext = this.streams.size === 0;
    for (const stream of this.streams) stream.destroy();
  }

  errorMidStream(): void {
    this.errorNext = true;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    if (request.url === '/v1/models') return json(reply, 200, { object: 'list', data: [this.model()] });
    if (/^\/(sleep|wake_up|is_sleeping|metrics)/.test(request.url ?? '')) return this.asVllm(request, reply);
    const body = JSON.parse((await read(request)) || '{}') as MockChatRequest & { prompt?: string };
    if (request.url === '/tokenize') return this.tokenize(body, reply);
    await this.generate(request.url, body, reply);
  }

  private async generate(route: string | undefined, body: MockChatRequest & { prompt?: string }, reply: ServerResponse): Promise<void> {
    if (this.isAsleep) return;
    if (route === '/v1/chat/completions') return this.chat(body, reply);
    if (route === '/v1/completions') return this.text(body, reply);
    json(reply, 404, { error: { message: 'Not Found', type: 'NotFoundError', code: 404 } });
  }

  private asVllm(request: IncomingMessage, reply: ServerResponse): void {
    const url = request.url ?? '';
    if (url === '/is_sleeping') return json(reply, 200, { is_sleeping: this.isAsleep });
    if (url === '/metrics') return void reply.end(`vllm:num_requests_running{model_name="${this.options.model}"} ${this.streams.size}\n`);
    this.sleepCalls.push(`${request.method} ${url}`);
    this.isAsleep = url.startsWith('/sleep');
    reply.end();
  }

  private model() {
    return { id: this.options.model, object: 'model', created: 0, owned_by: 'mock', max_model_len: this.options.contextTokens };
  }

  private tokenize(body: MockChatRequest & { prompt?: string }, reply: ServerResponse): void {
    const count = body.prompt === undefined ? promptTokens(body) : wordsOf(body.prompt).length;
    const tokens = Array.from({ length: count }, (_value, index) => index);
    json(reply, 200, { count, max_model_len: this.options.contextTokens, tokens });
  }

  private async chat(body: MockChatRequest, reply: ServerResponse): Promise<void> {
    if (this.requests.length < MAX_KEPT_REQUESTS) this.requests.push(body);
    const failed = this.failStatus;
    this.failStatus = undefined;
    if (failed !== undefined) return json(reply, failed, { error: { message: `mocked failure ${failed}`, type: 'mock', code: failed } });
    const plan = planOf(body, this.options);
    if (plan.promptTokens > this.options.contextTokens) return this.tooLong(plan, reply);
    if (body.stream) return this.stream(body, plan, reply);
    const content = plan.words.join('');
    const message = { role: 'assistant', ...(plan.call ? { content: null, tool_calls: [plan.call] } : { content }) };
    const choices = [{ index: 0, message, finish_reason: plan.finishReason }];
    if (plan.delayMs > 0) await delay(plan.delayMs * plan.words.length);
    json(reply, 200, {
      id: 'chatcmpl-mock',
      object: 'chat.completion',
      created: 1,
      model: this.options.model,
      choices,
      usage: usageOf(plan),
    });
  }

  private text(body: MockChatRequest & { prompt?: string }, reply: ServerResponse): void {
    this.requests.push(body);
    const plan = planOf({ ...body, messages: [{ role: 'user', content: body.prompt ?? '' }] }, this.options);
    const head = { id: 'cmpl-mock', object: 'text_completion', created: 1, model: this.options.model };
    const choice = (text: string, finish_reason: string | null) => [{ index: 0, text, logprobs: null, finish_reason }];
    if (!body.stream) return json(reply, 200, { ...head, choices: choice(plan.words.join(''), plan.finishReason), usage: usageOf(plan) });
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const word of plan.words) reply.write(`data: ${JSON.stringify({ ...head, choices: choice(word, null) })}\n\n`);
    reply.write(`data: ${JSON.stringify({ ...head, choices: choice('', plan.finishReason) })}\n\n`);
    if (body.stream_options?.include_usage) reply.write(`data: ${JSON.stringify({ ...head, choices: [], usage: usageOf(plan) })}\n\n`);
    reply.end('data: [DONE]\n\n');
  }

  private tooLong({ promptTokens: count }: Plan, reply: ServerResponse): void {
    const message = `This model's maximum context length is ${this.options.contextTokens} tokens, your messages have ${count} tokens.`;
    json(reply, 400, { error: { message, type: 'BadRequestError', code: 400 } });
  }

  private async stream(body: MockChatRequest, plan: Plan, reply: ServerResponse): Promise<void> {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    this.streams.add(reply);
    reply.once('close', () => {
      this.streams.delete(reply);
      if (!reply.writableFinished) this.abortedCount++;
    });
    const send = (choices: object[], more: object = {}) =>
      reply.write(
        `data: ${JSON.stringify({ id: 'chatcmpl-mock', object: 'chat.completion.chunk', created: 1, model: this.options.model, choices, ...more })}\n\n`,
      );
    for (const delta of openingOf(body)) send([{ index: 0, delta, finish_reason: null }]);
    for (const content of plan.words) {
      await delayed(plan.delayMs);
      if (reply.destroyed) return;
      send([{ index: 0, delta: { content }, finish_reason: null }]);
      if (this.shouldBreak(reply)) return;
    }
    for (const tool_calls of partsOf(plan.call)) send([{ index: 0, delta: { tool_calls }, finish_reason: null }]);
    send([{ index: 0, delta: {}, finish_reason: plan.finishReason }]);
    if (body.stream_options?.include_usage) send([], { usage: usageOf(plan) });
    reply.end('data: [DONE]\n\n');
  }

  private shouldBreak(reply: ServerResponse): boolean {
    const { breakNext, errorNext } = this;
    this.breakNext = this.errorNext = false;
    // A moment, so that the token before it arrives.
    if (breakNext) setImmediate(() => reply.destroy());
    if (errorNext)
      reply.end(`data: ${JSON.stringify({ error: { message: 'mocked engine death', type: 'InternalServerError', code: 500 } })}\n\n`);
    return breakNext || errorNext;
  }
}

/** Without a turn of the event loop where there is nothing to wait for. */
function delayed(ms: number): Promise<void> | undefined {
  return ms > 0 ? delay(ms) : undefined;
}

function json(reply: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  reply.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
