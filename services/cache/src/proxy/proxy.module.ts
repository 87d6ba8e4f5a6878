import { Module, type Provider } from '@nestjs/common';
import { AnswersModule } from '../answers/answers.module.js';
import { CheckingModule } from '../checking/checking.module.js';
import { ShadowChecks } from '../checking/shadow/shadow-checks.js';
import { CACHE_CONFIG, type CacheConfig, upstreamKey } from '../config/config.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { AnswerRecorder } from './calls/answer-recorder.js';
import { ProxyMonitor } from './calls/proxy-monitor.js';
import { ShadowCalls } from './calls/shadow-calls.js';
import { UpstreamCalls } from './calls/upstream-calls.js';
import { ChatProxyController } from './chat-proxy.controller.js';
import { ChatProxy } from './chat-proxy.service.js';
import { UndiciUpstream } from './engines/undici.upstream.js';
import { PassedController } from './passed.controller.js';
import { ProxyDoor } from './proxy-door.js';
import { ChatUpstream, NoUpstream } from './upstream/chat-upstream.port.js';

const UPSTREAM: Provider = {
  provide: ChatUpstream,
  inject: [CACHE_CONFIG],
  useFactory: (config: CacheConfig) => {
    const { CACHE_UPSTREAM_URL: baseUrl } = config;
    if (baseUrl === undefined) return new NoUpstream();
    return new UndiciUpstream({
      baseUrl,
      apiKey: upstreamKey(config),
      connections: config.CACHE_UPSTREAM_CONNECTIONS,
      timeoutMs: config.CACHE_UPSTREAM_TIMEOUT_MS,
    });
  },
};

/** The door for OpenAI's clients: a cache in front of the server that they would ask. */
@Module({
  imports: [MonitoringModule, AnswersModule, CheckingModule],
  controllers: [ChatProxyController, PassedController],
  providers: [
    UPSTREAM,
    ProxyMonitor,
    AnswerRecorder,
    {
      provide: ShadowCalls,
      inject: [ChatUpstream, ShadowChecks, CACHE_CONFIG],
      useFactory: (upstream: ChatUpstream, checks: ShadowChecks, config: CacheConfig) =>
        new ShadowCalls(upstream, checks, config.CACHE_MAX_ANSWER_BYTES),
    },
    UpstreamCalls,
    ChatProxy,
    ProxyDoor,
  ],
})
export class ProxyModule {}
