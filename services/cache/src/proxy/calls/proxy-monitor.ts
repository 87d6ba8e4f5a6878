import { combinations, MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';

const RESULTS = ['exact', 'semantic', 'miss', 'bypass'] as const;
export type ProxyResult = (typeof RESULTS)[number];

/** What the proxy did, for /metrics. */
@Injectable()
export class ProxyMonitor {
  private readonly requests;
  private readonly joined;

  constructor(metrics: MetricsRegistry) {
    const help = 'Chat completions through the caching proxy, by result';
    const known = combinations({ result: RESULTS });
    this.requests = metrics.counter('docmind_cache_proxy_requests_total', help, ['result'], known);
    this.joined = metrics.counter('docmind_cache_proxy_shared_total', 'Misses that were answered by a call already under way');
  }

  answered(result: ProxyResult): void {
    this.requests.inc({ result });
  }

  shared(): void {
    this.joined.inc();
  }
}
