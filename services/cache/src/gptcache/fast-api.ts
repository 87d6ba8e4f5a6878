import { AppError } from '@docmind/errors';
import { type ArgumentsHost, Catch, type ExceptionFilter, type PipeTransform } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

interface FastApiFault {
  readonly type: string;
  readonly loc: readonly string[];
  readonly msg: string;
  readonly input: unknown;
}

interface TextField {
  readonly name: string;
  readonly maxChars: number;
  readonly required: boolean;
}

/** A body of texts, checked as pydantic checks GPTCache's `CacheData`: clients that read its faults read ours. Other fields are ignored. */
export class CacheDataPipe implements PipeTransform<unknown, Readonly<Record<string, string>>> {
  constructor(private readonly fields: readonly TextField[]) {}

  transform(body: unknown): Readonly<Record<string, string>> {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refusal([faultOfBody(body)]);
    const given = body as Record<string, unknown>;
    const faults = this.fields.flatMap((field) => faultOf(field, given) ?? []);
    if (faults.length > 0) throw refusal(faults);
    return Object.fromEntries(this.fields.map(({ name }) => [name, (given[name] as string | null | undefined) ?? '']));
  }
}

function faultOfBody(body: unknown): FastApiFault {
  if (body === undefined || body === null) return { type: 'missing', loc: ['body'], msg: 'Field required', input: null };
  const msg = 'Input should be a valid dictionary or object to extract fields from';
  return { type: 'model_attributes_type', loc: ['body'], msg, input: body };
}

function faultOf({ name, maxChars, required }: TextField, given: Record<string, unknown>): FastApiFault | undefined {
  const [input, loc] = [given[name], ['body', name]];
  if (input === undefined) return required ? { type: 'missing', loc, msg: 'Field required', input: given } : undefined;
  if (input === null && !required) return undefined;
  if (typeof input !== 'string') return { type: 'string_type', loc, msg: 'Input should be a valid string', input };
  if (input.length <= maxChars) return undefined;
  // Without the text itself, which would make the answer as long as the request.
  return { type: 'string_too_long', loc, msg: `String should have at most ${maxChars} characters`, input: `${input.slice(0, 64)}...` };
}

function refusal(detail: readonly FastApiFault[]): AppError {
  return new AppError('INVALID_ARGUMENT', detail.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '), {
    details: { fastApi: detail },
  });
}

const UNPROCESSABLE = 422;

/** Errors of GPTCache's routes in FastAPI's shape, `{"detail": ...}`. What isn't an AppError goes on to the service's own filter. */
@Catch(AppError)
export class FastApiFilter implements ExceptionFilter<AppError> {
  catch(error: AppError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const faults = error.details?.fastApi;
    void reply.status(faults === undefined ? error.httpStatus : UNPROCESSABLE).send({ detail: faults ?? error.message });
  }
}
