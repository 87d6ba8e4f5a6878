import { AppError } from '@docmind/errors';
import { refusalIn } from '@docmind/openai-wire';

/** An engine's refusal in our words: what the caller can correct keeps the engine's own message, code and parameter. */
export function engineRefusal(status: number, body: string, retryAfter: string | undefined, now = Date.now()): AppError {
  const { message = `status ${status}`, told } = refusalIn(body);
  const details = { ...told, ...waitOf(retryAfter, now) };
  switch (status) {
    case 401:
    case 403:
      return new AppError('FAILED_PRECONDITION', 'The engine refuses our key; set OPENAI_API_KEY_FILE to one it takes');
    case 404:
      return new AppError('NOT_FOUND', `The engine does not know this: ${message}`, { details });
    case 408:
    case 504:
      return new AppError('DEADLINE_EXCEEDED', `The engine took too long: ${message}`, { details });
    case 429:
      return new AppError('RESOURCE_EXHAUSTED', `The engine is busy: ${message}`, { details });
    default:
      if (status < 500) return new AppError('INVALID_ARGUMENT', `The engine refuses the request: ${message}`, { details });
      return new AppError('UNAVAILABLE', `The engine failed: ${message}`, { details: { ...details, engineStatus: status } });
  }
}

/** Seconds or a date (RFC 9110), where the engine says when it has room again. */
function waitOf(retryAfter: string | undefined, now: number): { retryAfterSeconds?: number } {
  if (retryAfter === undefined) return {};
  const seconds = /^\d+(\.\d+)?$/.test(retryAfter.trim()) ? Number(retryAfter) : (Date.parse(retryAfter) - now) / 1_000;
  return seconds > 0 && Number.isFinite(seconds) ? { retryAfterSeconds: Math.ceil(seconds) } : {};
}

/** It answered, and that it can't do this: another request may be fine. A gateway's 502 and a server's 503 speak of the server. */
export function isOfOneRequest({ details }: AppError): boolean {
  return details?.engineStatus === 500 || details?.engineStatus === 501;
}
