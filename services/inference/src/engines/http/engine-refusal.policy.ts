import { AppError } from '@docmind/errors';
import { messageIn } from '@docmind/openai-wire';

/** An engine's refusal in our words: what the caller can correct keeps the engine's own message. */
export function engineRefusal(status: number, body: string, retryAfter: string | undefined): AppError {
  const message = messageIn(body) ?? `status ${status}`;
  switch (status) {
    case 401:
    case 403:
      return new AppError('FAILED_PRECONDITION', 'The engine refuses our key; set OPENAI_API_KEY_FILE to one it takes');
    case 404:
      return new AppError('NOT_FOUND', `The engine does not know this: ${message}`);
    case 408:
    case 504:
      return new AppError('DEADLINE_EXCEEDED', `The engine took too long: ${message}`);
    case 429: {
      const retryAfterSeconds = Number(retryAfter) > 0 ? Number(retryAfter) : 1;
      return new AppError('RESOURCE_EXHAUSTED', `The engine is busy: ${message}`, { details: { retryAfterSeconds } });
    }
    default:
      if (status < 500) return new AppError('INVALID_ARGUMENT', `The engine refuses the request: ${message}`);
      return new AppError('UNAVAILABLE', `The engine failed: ${message}`, { details: { engineStatus: status } });
  }
}

/** It answered, and that it can't do this: another request may be fine. A gateway's 502 and a server's 503 speak of the server. */
export function isOfOneRequest({ details }: AppError): boolean {
  return details?.engineStatus === 500 || details?.engineStatus === 501;
}
