import { RpcErrorFilter } from '@docmind/errors';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { HttpErrorFilter } from './http-error.filter.js';

/** One global filter for both boundaries: Nest takes the first that fits, and both of ours fit everything. */
@Catch()
export class BoundaryErrorFilter implements ExceptionFilter {
  private readonly http: HttpErrorFilter;
  private readonly rpc = new RpcErrorFilter();

  constructor(...of: ConstructorParameters<typeof HttpErrorFilter>) {
    this.http = new HttpErrorFilter(...of);
  }

  catch(thrown: unknown, host: ArgumentsHost): unknown {
    return host.getType() === 'rpc' ? this.rpc.catch(thrown, host) : this.http.catch(thrown, host);
  }
}
