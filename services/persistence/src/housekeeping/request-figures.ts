import { MetricsRegistry } from '@docmind/telemetry';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { finalize, type Observable, tap } from 'rxjs';

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** Asked every second or so whether it works: that is no work of the database. */
const ASKED_HOW_IT_IS = 'HealthMessages';
/** What a request does, so that a search isn't counted among one-row writes. */
const KINDS = ['Document', 'Session', 'Performance', 'Upload', 'Other'] as const;

/** How long each request of a service takes here, and how many a lock turned away. */
@Injectable()
export class RequestFigures implements NestInterceptor {
  private readonly seconds;
  private readonly busy;

  constructor(metrics: MetricsRegistry) {
    const help = 'Requests of services to the database, from their arrival to the answer';
    this.seconds = metrics.histogram('docmind_database_request_duration_seconds', help, ['kind'], SECONDS);
    for (const kind of KINDS) this.seconds.series({ kind: kind.toLowerCase() });
    this.busy = metrics.counter('docmind_database_busy_total', 'Requests turned away because the database was locked');
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'rpc' || context.getClass().name === ASKED_HOW_IT_IS) return next.handle();
    const startedAt = performance.now();
    const kind = kindOf(context.getClass().name);
    return next.handle().pipe(
      tap({ error: (thrown: unknown) => isBusy(thrown) && this.busy.inc() }),
      finalize(() => this.seconds.observe({ kind }, (performance.now() - startedAt) / 1_000)),
    );
  }
}

function kindOf(controller: string): string {
  return (KINDS.find((kind) => controller === `${kind}Controller`) ?? 'Other').toLowerCase();
}

function isBusy(thrown: unknown): boolean {
  const { code, cause } = thrown as { readonly code?: unknown; readonly cause?: { readonly code?: unknown } };
  return [code, cause?.code].some((one) => typeof one === 'string' && one.startsWith('SQLITE_BUSY'));
}
