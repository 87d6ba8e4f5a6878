import { readSecret } from '@docmind/bootstrap';
import { MetricsRegistry } from '@docmind/telemetry';
import type { Provider } from '@nestjs/common';
import { CacheApiController } from './api/cache-api.controller.js';
import { TransferController } from './transfer/transfer.controller.js';
import { TransferService } from './transfer/transfer.service.js';
import { Clock } from './monitoring/clock.js';
import { CACHE_CONFIG, type CacheConfig } from './config/config.js';
import { GptCacheController } from './gptcache/gptcache.controller.js';
import { GptCacheService } from './gptcache/gptcache.service.js';
import { ChatProxyController } from './proxy/chat-proxy.controller.js';
import { ChatProxy, ProxyParts } from './proxy/chat-proxy.service.js';
import { ChatUpstream, NoUpstream } from './proxy/upstream/chat-upstream.port.js';
import { UndiciUpstream } from './proxy/engines/undici.upstream.js';
import { ProxyDoor } from './proxy/proxy-door.js';
import { ProxyMonitor } from './proxy/flights/proxy-monitor.js';
import { ShadowCalls } from './proxy/flights/shadow-calls.js';
import { EntryStore } from './entries/entry/entry-store.port.js';
import { FeedbackGate } from './answers/feedback-gate.js';
import { SemanticCacheService } from './answers/semantic-cache.service.js';
import { ShadowChecks } from './checking/shadow/shadow-checks.js';

/** The HTTP doors of the cache: GPTCache's, our own, and the caching proxy. */
export const DOOR_CONTROLLERS = [CacheApiController, TransferController, GptCacheController, ChatProxyController];

export const DOORS: Provider[] = [
  {
    provide: FeedbackGate,
    useFactory: (cache: SemanticCacheService, clock: Clock) => new FeedbackGate(cache, clock),
    inject: [SemanticCacheService, Clock],
  },
  {
    provide: TransferService,
    useFactory: (cache: SemanticCacheService, store: EntryStore, clock: Clock, config: CacheConfig) =>
      new TransferService(cache, store, clock, config.CACHE_TTL_SECONDS),
    inject: [SemanticCacheService, EntryStore, Clock, CACHE_CONFIG],
  },
  {
    provide: GptCacheService,
    useFactory: (cache: SemanticCacheService, transfer: TransferService, config: CacheConfig) =>
      new GptCacheService(cache, transfer, {
        namespace: config.GPTCACHE_NAMESPACE,
        downloadKey: secretIn(config.GPTCACHE_DOWNLOAD_KEY_FILE),
      }),
    inject: [SemanticCacheService, TransferService, CACHE_CONFIG],
  },
  {
    provide: ChatUpstream,
    useFactory: (config: CacheConfig) =>
      config.CACHE_UPSTREAM_URL === undefined
        ? new NoUpstream()
        : new UndiciUpstream({
            baseUrl: config.CACHE_UPSTREAM_URL,
            apiKey: secretIn(config.CACHE_UPSTREAM_API_KEY_FILE),
            connections: config.CACHE_UPSTREAM_CONNECTIONS,
            timeoutMs: config.CACHE_UPSTREAM_TIMEOUT_MS,
          }),
    inject: [CACHE_CONFIG],
  },
  { provide: ProxyMonitor, useFactory: (metrics: MetricsRegistry) => new ProxyMonitor(metrics), inject: [MetricsRegistry] },
  {
    provide: ShadowCalls,
    useFactory: (upstream: ChatUpstream, checks: ShadowChecks, config: CacheConfig) =>
      new ShadowCalls(upstream, checks, config.CACHE_MAX_ANSWER_BYTES),
    inject: [ChatUpstream, ShadowChecks, CACHE_CONFIG],
  },
  ProxyParts,
  {
    provide: ChatProxy,
    useFactory: (parts: ProxyParts, config: CacheConfig) =>
      new ChatProxy(parts, {
        namespace: config.CACHE_PROXY_NAMESPACE,
        maxTemperature: config.CACHE_MAX_TEMPERATURE,
        maxAnswerBytes: config.CACHE_MAX_ANSWER_BYTES,
        streamUsage: config.CACHE_UPSTREAM_STREAM_USAGE,
      }),
    inject: [ProxyParts, CACHE_CONFIG],
  },
  { provide: ProxyDoor, useFactory: (proxy: ChatProxy, clock: Clock) => new ProxyDoor(proxy, clock), inject: [ChatProxy, Clock] },
];

function secretIn(file: string | undefined): string | undefined {
  return file === undefined ? undefined : readSecret(file);
}
