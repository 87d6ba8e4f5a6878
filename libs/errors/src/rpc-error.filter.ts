import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';
import { toAppError } from './to-app-error.js';

/** The message boundary: whatever a handler throws leaves as an AppError, which the transport writes to the wire and logs. */
@Catch()
export class RpcErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => toAppError(thrown));
  }
}
