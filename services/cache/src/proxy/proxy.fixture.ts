import { PassThrough } from 'node:stream';
import { newRequestContext } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { cacheWithFakes } from '../answers/fakes.fixture.js';
import { AnswerRecorder } from './calls/answer-recorder.js';
import { ProxyMonitor } from './calls/proxy-monitor.js';
import { ShadowCalls } from './calls/shadow-calls.js';
import { UpstreamCalls } from './calls/upstream-calls.js';
import { ChatProxy, type ProxyAnswer } from './chat-proxy.service.js';
import { ChatUpstream, type UpstreamReply } from './upstream/chat-upstream.port.js';

export const USAGE = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };

export function chunk(delta: object, finishReason: string | null = null): string {
  return `data: ${JSON.stringify({ id: 'up', model: 'm-1', choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
}

/** One call that a test answers as it likes, piece by piece. */
export class FakeCall {
  readonly reply: Promise<UpstreamReply>;
  private readonly bytes = new PassThrough();
  private begin: (reply: UpstreamReply) => void = () => undefined;
  private refuse: (error: Error) => void = () => undefined;

  constructor(
    readonly body: Record<string, unknown>,
    readonly signal: AbortSignal,
  ) {
    this.reply = new Promise((resolve, reject) => {
      this.begin = resolve;
      this.refuse = reject;
    });
    // An aborted call may have nobody who reads it yet.
    this.bytes.on('error', () => undefined);
    signal.addEventListener('abort', () => this.fail(new Error('aborted')));
  }

  start(status = 200, type = 'application/json'): this {
    this.begin({ status, headers: { 'content-type': type }, body: this.bytes });
    return this;
  }

  send(text: string): this {
    this.bytes.write(text);
    return this;
  }

  end(): this {
    this.bytes.end();
    return this;
  }

  fail(error: Error): this {
    this.refuse(error);
    this.bytes.destroy(error);
    return this;
  }

  /** A whole answer at once, in the form that was asked for. */
  answer(content: string, finishReason = 'stop'): this {
    if (this.body.stream === true) return this.start(200, 'text/event-stream').send(chunk({ content })).finish(finishReason);
    const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: finishReason }];
    return this.start()
      .send(JSON.stringify({ id: 'up', object: 'chat.completion', model: 'm-1', choices, usage: USAGE }))
      .end();
  }

  /** The end of a stream, with its usage where that was asked for. */
  finish(finishReason = 'stop'): this {
    this.send(chunk({}, finishReason));
    const options = this.body.stream_options as { include_usage?: boolean } | undefined;
    if (options?.include_usage) this.send(`data: ${JSON.stringify({ model: 'm-1', choices: [], usage: USAGE })}\n\n`);
    return this.send('data: [DONE]\n\n').end();
  }
}

export class FakeUpstream extends ChatUpstream {
  readonly calls: FakeCall[] = [];

  send(body: string, signal: AbortSignal): Promise<UpstreamReply> {
    const call = new FakeCall(JSON.parse(body) as Record<string, unknown>, signal);
    this.calls.push(call);
    return call.reply;
  }

  pass(): Promise<never> {
    return Promise.reject(new Error('the tests of the policy send chats only'));
  }

  get last(): FakeCall {
    const call = this.calls.at(-1);
    if (!call) throw new Error('the upstream was not called');
    return call;
  }

  async close(): Promise<void> {}
}

export const QUESTION = 'What is the capital of France?';

type Settings = ConstructorParameters<typeof ChatProxy>[4] & ConstructorParameters<typeof UpstreamCalls>[4];
const CONFIG: Settings = {
  CACHE_PROXY_NAMESPACE: 'openai',
  CACHE_MAX_TEMPERATURE: 0.5,
  CACHE_MAX_ANSWER_BYTES: 10_000,
  CACHE_UPSTREAM_STREAM_USAGE: true,
};

/** The proxy over a cache with fakes at its ports. */
export function proxyWithFakes(change: Partial<Settings> = {}, cache: Parameters<typeof cacheWithFakes>[0] = {}) {
  const parts = cacheWithFakes(cache);
  const upstream = new FakeUpstream();
  const metrics = new MetricsRegistry('cache');
  const config = { ...CONFIG, ...change };
  const shadows = new ShadowCalls(upstream, parts.shadows, config.CACHE_MAX_ANSWER_BYTES);
  const monitor = new ProxyMonitor(metrics);
  const calls = new UpstreamCalls(upstream, new AnswerRecorder(parts.keeping, parts.monitor), shadows, monitor, config);
  const proxy = new ChatProxy(parts.answers, calls, shadows, monitor, config);
  const ask = (
    body: Record<string, unknown> = {},
    { headers = {}, signal, tenant = 't1' }: { headers?: Record<string, string>; signal?: AbortSignal; tenant?: string } = {},
  ) =>
    proxy.answer({
      body: { model: 'm', messages: [{ role: 'user', content: QUESTION }], temperature: 0, ...body },
      headers,
      context: newRequestContext({ tenant, ...(signal ? { signal } : {}) }),
    });
  return { ...parts, metrics, upstream, ask };
}

/** What a caller of the proxy gets: the kept answer, or the upstream's bytes to their end. */
export async function textOf(answer: ProxyAnswer | Promise<ProxyAnswer>): Promise<string> {
  const ready = await answer;
  if ('hit' in ready) return ready.hit.answer;
  await ready.reply.head;
  let text = '';
  for await (const bytes of ready.reply.bytes) text += bytes.toString();
  return text;
}

/** Asks, lets the upstream answer and waits until the answer was stored or refused. */
export async function askThrough(under: ReturnType<typeof proxyWithFakes>, content: string, ...given: Parameters<typeof under.ask>) {
  const answer = await under.ask(...given);
  under.upstream.last.answer(content);
  await textOf(answer);
  await settle();
  return answer.result;
}

/** What is under way with fakes only is done by then. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
