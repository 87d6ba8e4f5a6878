import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cacheHeaders, type CacheHit } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { WholeEvents, withoutUsage } from '@docmind/openai-wire';
import type { FastifyReply } from 'fastify';
import { Injectable } from '@nestjs/common';
import { Clock } from '../monitoring/clock.js';
import { answerMetaOf } from './upstream/chat-answer.policy.js';
import type { UpstreamHead } from './calls/shared-call.js';
import { ChatProxy, type ProxyAnswer } from './chat-proxy.service.js';
import type { ProxyRequest } from './request/proxy-request.policy.js';
import { ChatUpstream, type PassedCall } from './upstream/chat-upstream.port.js';
import { passedHeaders } from './upstream/passed-headers.policy.js';
import { completionOf, eventsOf } from './replay/replay.policy.js';

const NOTHING = Buffer.alloc(0);
const PASSED_BY = { result: 'bypass' } as const;

type Hit = Extract<ProxyAnswer, { hit: CacheHit }>;
type Relay = Exclude<ProxyAnswer, Hit>;

/** Writes the proxy's answers to the socket: kept ones at once, the upstream's as their bytes come. */
@Injectable()
export class ProxyDoor {
  constructor(
    private readonly proxy: ChatProxy,
    private readonly upstream: ChatUpstream,
    private readonly clock: Clock,
  ) {}

  /** A promise only where there is something to wait for. */
  answer(request: ProxyRequest, reply: FastifyReply): void | Promise<void> {
    try {
      const answer = this.proxy.answer(request);
      if (answer instanceof Promise) return answer.then((ready) => this.send(ready, request, reply)).catch((error) => refuse(error, reply));
      return this.send(answer, request, reply);
    } catch (error) {
      refuse(error, reply);
    }
  }

  /** What is no chat, there and back. */
  async pass(call: PassedCall, { signal }: RequestContext, reply: FastifyReply): Promise<void> {
    const { status, headers, body } = await this.upstream.pass(call, signal).catch((error) => refuse(error, reply));
    await write({ status, headers }, body, signal, PASSED_BY, reply);
  }

  private send(answer: ProxyAnswer, request: ProxyRequest, reply: FastifyReply): void | Promise<void> {
    return 'hit' in answer ? this.replay(answer, request, reply) : relay(answer, request, reply);
  }

  private replay({ hit, model }: Hit, { body }: ProxyRequest, reply: FastifyReply): void {
    const meta = answerMetaOf(hit.meta);
    const head = { id: `chatcmpl-${randomUUID().replaceAll('-', '')}`, created: Math.floor(this.clock.nowMs() / 1000), model };
    const isStream = body.stream === true;
    const showUsage = (body.stream_options as { include_usage?: unknown } | undefined)?.include_usage === true;
    const text = isStream ? eventsOf(hit.answer, meta, head, showUsage) : completionOf(hit.answer, meta, head);
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': isStream ? 'text/event-stream; charset=utf-8' : 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      ...cacheHeaders(hit),
    });
    reply.raw.end(text);
  }
}

async function relay({ reply: upstream, hidesUsage, ...answer }: Relay, { context }: ProxyRequest, reply: FastifyReply): Promise<void> {
  const head = await upstream.head;
  const isFiltered = hidesUsage && isEventStream(head);
  await write(head, isFiltered ? hidingUsage(upstream.bytes) : upstream.bytes, context.signal, answer, reply);
}

type Outcome = Parameters<typeof cacheHeaders>[0];

async function write(
  head: UpstreamHead,
  body: AsyncIterable<Buffer>,
  signal: AbortSignal,
  outcome: Outcome,
  reply: FastifyReply,
): Promise<void> {
  const { raw } = reply;
  reply.hijack();
  try {
    raw.writeHead(head.status, {
      ...(reply.getHeaders() as Record<string, string>),
      ...passedHeaders(head.headers),
      ...cacheHeaders(outcome),
    });
    for await (const bytes of body) {
      if (!raw.write(bytes)) await once(raw, 'drain', { signal });
    }
    raw.end();
  } catch {
    // The upstream broke off or the caller left. The caller can tell by the connection, which ends early.
    raw.destroy();
  }
}

function isEventStream({ status, headers }: UpstreamHead): boolean {
  return status === 200 && String(headers['content-type'] ?? '').startsWith('text/event-stream');
}

async function* hidingUsage(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const whole = new WholeEvents();
  for await (const chunk of bytes) {
    const shown = withoutUsage(whole.push(chunk) ?? NOTHING);
    if (shown.length > 0) yield shown;
  }
  if (whole.rest().length > 0) yield whole.rest();
}

/** The service's filter answers; what it doesn't know of is said here. OpenAI's clients ask again after a 504 unless they are told not to. */
function refuse(error: unknown, reply: FastifyReply): never {
  if (error instanceof AppError && !error.retryable) reply.header('x-should-retry', 'false');
  if (error instanceof AppError && error.details?.openAiCode === 'not_cached') reply.headers(cacheHeaders({ result: 'miss' }));
  throw error;
}
