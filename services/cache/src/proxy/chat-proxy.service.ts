import type { CacheHit, CacheLookupReply, CacheScope } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { exactKeyOf, scopeKeyOf } from '../entries/entry/keys.policy.js';
import { SemanticCacheService } from '../answers/semantic-cache.service.js';
import { type CacheWishes, type RequestHeaders, wishesOf } from './request/cache-control.policy.js';
import type { ReadAnswer } from './upstream/chat-answer.policy.js';
import { type ChatQuestion, readChat } from './request/chat-scope.policy.js';
import { ChatUpstream } from './upstream/chat-upstream.port.js';
import { Flight, type Seat } from './flights/flight.js';
import { Flights } from './flights/flights.js';
import { ProxyMonitor } from './flights/proxy-monitor.js';
import { ShadowCalls } from './flights/shadow-calls.js';
import { readSkip } from './request/skip-mark.policy.js';
import { type ChatBody, type UpstreamCall, upstreamCallOf } from './request/upstream-call.policy.js';

export interface ProxyRequest {
  readonly body: ChatBody;
  readonly headers: RequestHeaders;
  readonly context: RequestContext;
}

export type ProxyAnswer =
  | { readonly result: 'exact' | 'semantic'; readonly hit: CacheHit; readonly model: string }
  /** `hidesUsage`: the usage was asked for by the proxy, not by this caller. */
  | { readonly result: 'miss' | 'bypass'; readonly seat: Seat; readonly hidesUsage: boolean; readonly why?: string };

export interface ProxySettings {
  readonly namespace: string;
  readonly maxTemperature: number;
  readonly maxAnswerBytes: number;
  /** Ask for the usage of every stream, so that a hit can tell it. */
  readonly streamUsage: boolean;
}

@Injectable()
export class ProxyParts {
  constructor(
    readonly cache: SemanticCacheService,
    readonly upstream: ChatUpstream,
    readonly monitor: CacheMonitor,
    readonly figures: ProxyMonitor,
    readonly shadows: ShadowCalls,
  ) {}
}

interface Asked extends ProxyRequest {
  readonly wishes: CacheWishes;
  readonly question: ChatQuestion;
  readonly scope: CacheScope;
  readonly key: string;
}

/** A cache in front of one OpenAI-compatible server. What it can't vouch for it passes on as it is. */
export class ChatProxy {
  private readonly flights = new Flights();

  constructor(
    private readonly parts: ProxyParts,
    private readonly settings: ProxySettings,
  ) {}

  /**
   * Not async: an exact hit in memory is answered in the same turn of the event loop.
   * @throws AppError INVALID_ARGUMENT for a header that can't be read, DEADLINE_EXCEEDED for `only-if-cached` on a miss
   */
  answer(given: ProxyRequest): ProxyAnswer | Promise<ProxyAnswer> {
    const { body, isAsked } = readSkip(given.body);
    const request = { ...given, body };
    const wishes = isAsked ? { ...wishesIn(given.headers), fresh: true } : wishesIn(given.headers);
    const question = readChat(request.body, this.settings.maxTemperature);
    if ('bypass' in question) return this.bypass(request, wishes, question.bypass);
    const asked = this.askedOf(request, wishes, question);
    if (wishes.fresh) return this.fromUpstream(asked, false);
    return this.lookup(asked, (reply) => this.afterLookup(reply, asked, true));
  }

  private lookup(asked: Asked, then: (reply: CacheLookupReply) => ProxyAnswer | Promise<ProxyAnswer>): ProxyAnswer | Promise<ProxyAnswer> {
    const { scope, question, wishes, context } = asked;
    const { budget: maxFalseHit, maxAgeSeconds, agent } = wishes;
    // Who wants nothing but what is kept doesn't want the model asked afterwards either.
    const mayCheck = !wishes.onlyIfCached;
    const reply = this.parts.cache.lookup({ scope, question: question.question, maxFalseHit, maxAgeSeconds, agent, mayCheck }, context);
    return reply instanceof Promise ? reply.then(then) : then(reply);
  }

  private afterLookup(reply: CacheLookupReply, asked: Asked, mayWait: boolean): ProxyAnswer | Promise<ProxyAnswer> {
    if (reply.result === 'miss') return this.fromUpstream(asked, mayWait);
    this.parts.figures.answered(reply.result);
    if (reply.check) this.checkLater(reply, asked);
    return { result: reply.result, hit: reply, model: asked.question.model };
  }

  private checkLater(hit: CacheHit, { context, question, body }: Asked): void {
    const { tenant } = context;
    void this.parts.shadows.check({ tenant, question: question.question, hit, body: upstreamCallOf(body, false).body });
  }

  /** @param mayWait whether an answer that is just being stored is worth waiting for: once, and not for those who want a fresh one */
  private fromUpstream(asked: Asked, mayWait: boolean): ProxyAnswer | Promise<ProxyAnswer> {
    const { wishes, body } = asked;
    if (wishes.onlyIfCached) throw notCached('no kept answer fits');
    const call = upstreamCallOf(body, this.settings.streamUsage);
    if (wishes.fresh || wishes.keepNothing) return this.onboard(asked, call, this.flyFor(asked, call));
    return this.together(asked, call, mayWait);
  }

  /** Callers of the same at the same time share one call. */
  private together(asked: Asked, call: UpstreamCall, mayWait: boolean): ProxyAnswer | Promise<ProxyAnswer> {
    const key = `${asked.key} ${call.form}`;
    const known = this.flights.of(key);
    if (known?.isOver && mayWait) return this.whenLanded(known, asked);
    if (known?.takesSeats) {
      this.parts.figures.shared();
      return this.onboard(asked, call, known);
    }
    const flight = this.flyFor(asked, call);
    this.flights.add(key, flight);
    return this.onboard(asked, call, flight);
  }

  private onboard({ context }: Asked, { hidesUsage }: UpstreamCall, flight: Flight): ProxyAnswer {
    this.parts.figures.answered('miss');
    return { result: 'miss', seat: flight.board(context.signal), hidesUsage };
  }

  private flyFor(asked: Asked, { body }: UpstreamCall): Flight {
    return this.fly(body, (answer) => this.keep(asked, answer));
  }

  private async whenLanded(flight: Flight, asked: Asked): Promise<ProxyAnswer> {
    await flight.landed;
    return this.lookup(asked, (reply) => this.afterLookup(reply, asked, false));
  }

  private bypass({ body, context }: ProxyRequest, wishes: CacheWishes, why: string): ProxyAnswer {
    if (wishes.onlyIfCached) throw notCached(why);
    this.parts.figures.answered('bypass');
    const flight = this.fly(upstreamCallOf(body, false).body, async () => undefined);
    return { result: 'bypass', seat: flight.board(context.signal), hidesUsage: false, why };
  }

  private fly(body: string, keep: (answer: ReadAnswer) => Promise<void>): Flight {
    const flight = new Flight(this.parts.upstream, body, this.settings.maxAnswerBytes, keep);
    this.parts.shadows.giveWayTo(flight);
    return flight;
  }

  private async keep({ scope, question, wishes }: Asked, answer: ReadAnswer): Promise<void> {
    if (wishes.keepNothing || 'why' in answer) return;
    const { text, meta } = answer;
    const request = {
      ...{ scope, question: question.question, answer: text, citations: [], temperature: question.temperature },
      ...{ finishReason: 'stop', grounded: true, agent: wishes.agent, meta: { ...meta } },
    };
    await this.parts.monitor.orElse('store', undefined, () => this.parts.cache.store(request));
  }

  private askedOf(request: ProxyRequest, wishes: CacheWishes, question: ChatQuestion): Asked {
    const scope: CacheScope = {
      tenant: request.context.tenant,
      namespace: wishes.namespace ?? this.settings.namespace,
      model: question.model,
      prompt: question.prompt,
      conversation: question.conversation,
      corpus: '',
      queryType: 'proxy',
    };
    return { ...request, wishes, question, scope, key: exactKeyOf(scopeKeyOf(scope, ''), question.question) };
  }
}

function wishesIn(headers: RequestHeaders): CacheWishes {
  try {
    return wishesOf(headers);
  } catch (error) {
    if (error instanceof RangeError) throw new AppError('INVALID_ARGUMENT', error.message);
    throw error;
  }
}

function notCached(why: string): AppError {
  return new AppError('DEADLINE_EXCEEDED', `"cache-control: only-if-cached" was sent and ${why}; ask without it`, {
    retryable: false,
    details: { openAiCode: 'not_cached' },
  });
}
