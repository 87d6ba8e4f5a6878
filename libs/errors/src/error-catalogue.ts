import type { ErrorCode } from '@docmind/contracts';

export interface ErrorKind {
  readonly httpStatus: number;
  readonly retryable: boolean;
  /** OpenAI's `error.type` for clients of /v1. */
  readonly openAiType: string;
  readonly meaning: string;
  readonly whatToDo: string;
}

/** `docs/errors.md` is this table in words; a test keeps the two equal. */
export const ERROR_CATALOGUE: Readonly<Record<ErrorCode, ErrorKind>> = {
  INVALID_ARGUMENT: {
    httpStatus: 400,
    retryable: false,
    openAiType: 'invalid_request_error',
    meaning: 'The request itself is wrong',
    whatToDo: 'Correct the field the message names',
  },
  FAILED_PRECONDITION: {
    httpStatus: 400,
    retryable: false,
    openAiType: 'invalid_request_error',
    meaning: 'The request is right, the state it needs is not there',
    whatToDo: 'Bring about what the message names, then ask again',
  },
  PAYLOAD_TOO_LARGE: {
    httpStatus: 413,
    retryable: false,
    openAiType: 'invalid_request_error',
    meaning: 'The body is longer than the door takes',
    whatToDo: 'Send less; documents go to `POST /documents`',
  },
  METHOD_NOT_ALLOWED: {
    httpStatus: 405,
    retryable: false,
    openAiType: 'invalid_request_error',
    meaning: 'The path exists, but not with this method',
    whatToDo: 'Use a method that `Allow` names',
  },
  UNAUTHENTICATED: {
    httpStatus: 401,
    retryable: false,
    openAiType: 'authentication_error',
    meaning: 'No valid API key was sent',
    whatToDo: 'Send `Authorization: Bearer <key>`',
  },
  PERMISSION_DENIED: {
    httpStatus: 403,
    retryable: false,
    openAiType: 'permission_error',
    meaning: 'The caller may not do this',
    whatToDo: 'Use a key whose roles allow it, or the host name the message names',
  },
  NOT_FOUND: {
    httpStatus: 404,
    retryable: false,
    openAiType: 'invalid_request_error',
    meaning: 'What was asked for does not exist',
    whatToDo: 'Check the name or id; the message lists what exists where that is short',
  },
  RESOURCE_EXHAUSTED: {
    httpStatus: 429,
    retryable: true,
    openAiType: 'rate_limit_error',
    meaning: 'A queue or a limit is full',
    whatToDo: 'Wait for the seconds in `Retry-After`, then ask again',
  },
  CANCELLED: {
    httpStatus: 499,
    retryable: false,
    openAiType: 'request_cancelled',
    meaning: 'The caller went away or cancelled',
    whatToDo: 'Nothing; ask again if the answer is still wanted',
  },
  INTERNAL: {
    httpStatus: 500,
    retryable: false,
    openAiType: 'server_error',
    meaning: 'A fault of ours',
    whatToDo: 'Look for the request id in the log and report it',
  },
  UNAVAILABLE: {
    httpStatus: 503,
    retryable: true,
    openAiType: 'server_error',
    meaning: 'A part this request needs is down or restarting',
    whatToDo: 'Ask again in a moment; `/health/ready` says which part is down',
  },
  DEADLINE_EXCEEDED: {
    httpStatus: 504,
    retryable: true,
    openAiType: 'server_error',
    meaning: 'The answer did not come within the deadline',
    whatToDo: 'Ask for less, or raise the deadline',
  },
};
