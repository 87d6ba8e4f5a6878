import { MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';

export type ProxyResult = 'exact' | 'semantic' | 'miss' | 'bypass';

/** What the proxy did, for /metrics. */
@Injectable()
export class ProxyMonitor {
  private readonly requests;
  private readonly joined;

  constructor(metrics: MetricsRegistry) {
    this.requests = metrics.counter('docmind_cache_proxy_requests_total', 'Chat completions through the caching proxy, by result', [
      'result',
    ]);
    this.joined = metrics.counter('docmind_cache_proxy_shared_total', 'Misses that were answered by a call already under way');
  }

  answered(result: ProxyResult): void {
    this.requests.inc({ result });
  }

  shared(): void {
    this.joined.inc();
  }
}
