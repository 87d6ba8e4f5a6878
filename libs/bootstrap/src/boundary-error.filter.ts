import { HttpErrorFilter, RpcErrorFilter } from '@docmind/errors';
import type { ServiceLogger } from '@docmind/telemetry';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { factsOf } from './http-context.js';

/** One global filter for both boundaries: Nest takes the first that fits, and both of ours fit everything. */
@Catch()
export class BoundaryErrorFilter implements ExceptionFilter {
  private readonly http: HttpErrorFilter;
  private readonly rpc = new RpcErrorFilter();

  constructor(logger: ServiceLogger) {
    this.http = new HttpErrorFilter(logger, factsOf);
  }

  catch(thrown: unknown, host: ArgumentsHost): unknown {
    return host.getType() === 'rpc' ? this.rpc.catch(thrown, host) : this.http.catch(thrown, host);
  }
}
