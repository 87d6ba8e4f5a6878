import { Inject, Injectable } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from '../../config/config.js';
import type { BypassingRequest, CacheableRequest } from '../request/proxy-request.policy.js';
import { formOf, upstreamCallOf } from '../request/upstream-call.policy.js';
import type { ReadAnswer } from '../upstream/chat-answer.policy.js';
import { ChatUpstream } from '../upstream/chat-upstream.port.js';
import { AnswerRecorder } from './answer-recorder.js';
import { ProxyMonitor } from './proxy-monitor.js';
import { ShadowCalls } from './shadow-calls.js';
import { SharedCall, type Subscription } from './shared-call.js';
import { SharedCalls } from './shared-calls.js';

/** What a caller gets of the upstream. */
export interface Relayed {
  readonly reply: Subscription;
  /** The usage was asked for by the proxy, not by this caller. */
  readonly hidesUsage: boolean;
}

type Settings = Pick<CacheConfig, 'CACHE_MAX_ANSWER_BYTES' | 'CACHE_UPSTREAM_STREAM_USAGE'>;

/** Calls the upstream: once for callers of the same at the same time. What comes back is kept on its way. */
@Injectable()
export class UpstreamCalls {
  private readonly shared = new SharedCalls();

  constructor(
    private readonly upstream: ChatUpstream,
    private readonly recorder: AnswerRecorder,
    private readonly shadows: ShadowCalls,
    private readonly monitor: ProxyMonitor,
    @Inject(CACHE_CONFIG) private readonly config: Settings,
  ) {}

  /** Until the answer of a call for the same, which is over, is stored; undefined where there is none. */
  storing(request: CacheableRequest): Promise<void> | undefined {
    const known = this.shared.of(this.keyOf(request));
    return known?.isOver ? known.settled : undefined;
  }

  /** By a call of this caller's own, or together with those who wait for the same. */
  relay(request: CacheableRequest): Relayed {
    const { wishes, context } = request;
    const { body, hidesUsage } = upstreamCallOf(request.body, this.config.CACHE_UPSTREAM_STREAM_USAGE);
    const keep = (answer: ReadAnswer): Promise<void> => this.recorder.keep(request, answer);
    const isOwn = wishes.fresh || wishes.keepNothing;
    const call = isOwn ? this.start(body, keep) : this.together(this.keyOf(request), () => this.start(body, keep));
    return { reply: call.subscribe(context.signal), hidesUsage };
  }

  /** The request as it is; nothing of the answer is kept. */
  pass({ body, context }: BypassingRequest): Relayed {
    const call = this.start(upstreamCallOf(body, false).body, async () => undefined);
    return { reply: call.subscribe(context.signal), hidesUsage: false };
  }

  private together(key: string, start: () => SharedCall): SharedCall {
    const known = this.shared.of(key);
    if (known?.isOpen) {
      this.monitor.shared();
      return known;
    }
    const call = start();
    this.shared.add(key, call);
    return call;
  }

  private start(body: string, keep: (answer: ReadAnswer) => Promise<void>): SharedCall {
    const call = new SharedCall(this.upstream, body, this.config.CACHE_MAX_ANSWER_BYTES, keep);
    this.shadows.giveWayTo(call);
    return call;
  }

  /** Calls of different forms get different bytes back. */
  private keyOf({ key, body }: CacheableRequest): string {
    return `${key} ${formOf(body, this.config.CACHE_UPSTREAM_STREAM_USAGE)}`;
  }
}
