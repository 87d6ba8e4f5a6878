import type { CacheHit, CacheLookupReply } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AnswerLookup } from '../answers/answer-lookup.js';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { ProxyMonitor } from './calls/proxy-monitor.js';
import { ShadowCalls } from './calls/shadow-calls.js';
import { type Relayed, UpstreamCalls } from './calls/upstream-calls.js';
import { type BypassingRequest, type CacheableRequest, type ProxyRequest, readProxyRequest } from './request/proxy-request.policy.js';
import { upstreamCallOf } from './request/upstream-call.policy.js';

export type ProxyAnswer =
  | { readonly result: 'exact' | 'semantic'; readonly hit: CacheHit; readonly model: string }
  | (Relayed & { readonly result: 'miss' })
  | (Relayed & { readonly result: 'bypass'; readonly why: string });

type Settings = Pick<CacheConfig, 'CACHE_PROXY_NAMESPACE' | 'CACHE_MAX_TEMPERATURE'>;

/** A cache in front of one OpenAI-compatible server: decides what answers a request. What it can't vouch for it passes on as it is. */
@Injectable()
export class ChatProxy {
  constructor(
    private readonly answers: AnswerLookup,
    private readonly calls: UpstreamCalls,
    private readonly shadows: ShadowCalls,
    private readonly monitor: ProxyMonitor,
    @Inject(CACHE_CONFIG) private readonly config: Settings,
  ) {}

  /**
   * Not async: an exact hit in memory is answered in the same turn of the event loop.
   * @throws AppError INVALID_ARGUMENT for a header that can't be read, DEADLINE_EXCEEDED for `only-if-cached` on a miss
   */
  answer(given: ProxyRequest): ProxyAnswer | Promise<ProxyAnswer> {
    const { CACHE_PROXY_NAMESPACE: namespace, CACHE_MAX_TEMPERATURE: maxTemperature } = this.config;
    const request = readProxyRequest(given, { namespace, maxTemperature });
    if ('bypass' in request) return this.bypass(request);
    return request.wishes.fresh ? this.fromUpstream(request) : this.fromCache(request, (reply) => this.afterLookup(reply, request));
  }

  private fromCache(
    request: CacheableRequest,
    then: (reply: CacheLookupReply) => ProxyAnswer | Promise<ProxyAnswer>,
  ): ProxyAnswer | Promise<ProxyAnswer> {
    const { scope, question, wishes, context } = request;
    const { budget: maxFalseHit, maxAgeSeconds, agent } = wishes;
    // Who wants nothing but what is kept doesn't want the model asked afterwards either.
    const mayCheck = !wishes.onlyIfCached;
    const reply = this.answers.lookup({ scope, question: question.question, maxFalseHit, maxAgeSeconds, agent, mayCheck }, context);
    return reply instanceof Promise ? reply.then(then) : then(reply);
  }

  /** An answer that is just being stored is worth waiting for, once. */
  private afterLookup(reply: CacheLookupReply, request: CacheableRequest): ProxyAnswer | Promise<ProxyAnswer> {
    const { wishes } = request;
    const storing = reply.result === 'miss' && !wishes.onlyIfCached && !wishes.keepNothing ? this.calls.storing(request) : undefined;
    if (!storing) return this.hitOrMiss(reply, request);
    return storing.then(() => this.fromCache(request, (again) => this.hitOrMiss(again, request)));
  }

  private hitOrMiss(reply: CacheLookupReply, request: CacheableRequest): ProxyAnswer {
    if (reply.result === 'miss') return this.fromUpstream(request);
    this.monitor.answered(reply.result);
    if (reply.check) this.checkLater(reply, request);
    return { result: reply.result, hit: reply, model: request.question.model };
  }

  private checkLater(hit: CacheHit, { context, question, body }: CacheableRequest): void {
    const { tenant } = context;
    void this.shadows.check({ tenant, question: question.question, hit, body: upstreamCallOf(body, false).body });
  }

  private fromUpstream(request: CacheableRequest): ProxyAnswer {
    if (request.wishes.onlyIfCached) throw notCached('no kept answer fits');
    this.monitor.answered('miss');
    return { result: 'miss', ...this.calls.relay(request) };
  }

  private bypass(request: BypassingRequest): ProxyAnswer {
    if (request.wishes.onlyIfCached) throw notCached(request.bypass);
    this.monitor.answered('bypass');
    return { result: 'bypass', ...this.calls.pass(request), why: request.bypass };
  }
}

function notCached(why: string): AppError {
  return new AppError('DEADLINE_EXCEEDED', `"cache-control: only-if-cached" was sent and ${why}; ask without it`, {
    retryable: false,
    details: { openAiCode: 'not_cached' },
  });
}
