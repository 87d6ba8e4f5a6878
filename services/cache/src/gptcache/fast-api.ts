import { AppError } from '@docmind/errors';
import { type ArgumentsHost, Catch, type ExceptionFilter, type PipeTransform } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { MalformedJson } from './json-body.js';

/** Of a text that is refused. */
const MOST_SHOWN = 64;

interface FastApiFault {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: { readonly error: string };
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
    if (!isRecord(body)) throw refusal([faultOfBody(body)]);
    const faults = this.fields.flatMap((field) => faultOf(field, body) ?? []);
    if (faults.length > 0) throw refusal(faults);
    return Object.fromEntries(this.fields.map(({ name }) => [name, (body[name] as string | null | undefined) ?? '']));
  }
}

function isRecord(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && !(body instanceof MalformedJson);
}

function faultOfBody(body: unknown): FastApiFault {
  if (body instanceof MalformedJson)
    return { type: 'json_invalid', loc: ['body', body.position], msg: 'JSON decode error', input: {}, ctx: { error: body.reason } };
  if (body === undefined) return { type: 'missing', loc: ['body'], msg: 'Field required', input: null };
  const msg = 'Input should be a valid dictionary or object to extract fields from';
  // Without a long text, which would make the answer as long as the request.
  return { type: 'model_attributes_type', loc: ['body'], msg, input: shortened(body) };
}

function faultOf({ name, maxChars, required }: TextField, given: Record<string, unknown>): FastApiFault | undefined {
  const [input, loc] = [given[name], ['body', name]];
  if (input === undefined) return required ? { type: 'missing', loc, msg: 'Field required', input: given } : undefined;
  if (input === null && !required) return undefined;
  if (typeof input !== 'string') return { type: 'string_type', loc, msg: 'Input should be a valid string', input };
  if (input.length <= maxChars) return undefined;
  return { type: 'string_too_long', loc, msg: `String should have at most ${maxChars} characters`, input: shortened(input) };
}

function shortened(input: unknown): unknown {
  return typeof input === 'string' && input.length > MOST_SHOWN ? `${input.slice(0, MOST_SHOWN)}...` : input;
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
