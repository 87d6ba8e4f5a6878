import type { AnthropicErrorReply, Dialect, ErrorCode, OpenAiErrorReply } from '@docmind/contracts';
import { type AppError, ERROR_CATALOGUE } from '@docmind/errors';

/** A failure as clients of this API read it. */
export function envelopeIn(dialect: Dialect, error: AppError): object {
  switch (dialect) {
    case 'openai':
      return openAiEnvelope(error);
    case 'anthropic':
      return anthropicEnvelope(error);
    case 'ollama':
      // A text where others have an object.
      return { error: error.message };
    case 'docmind':
      return { error: error.toWire() };
  }
}

/** What an error may know beside its code that OpenAI's clients read. */
interface OpenAiDetails {
  readonly faults?: readonly { readonly field: string }[];
  readonly openAiCode?: string;
  readonly openAiParam?: string;
}

export function openAiEnvelope(error: AppError): OpenAiErrorReply {
  const { faults, openAiCode: code = error.code.toLowerCase(), openAiParam = null } = (error.details ?? {}) as OpenAiDetails;
  const param = faults?.[0]?.field ?? openAiParam;
  return { error: { message: error.message, type: ERROR_CATALOGUE[error.code].openAiType, param, code } };
}

const ANTHROPIC_TYPES: Readonly<Partial<Record<ErrorCode, string>>> = {
  UNAUTHENTICATED: 'authentication_error',
  PERMISSION_DENIED: 'permission_error',
  NOT_FOUND: 'not_found_error',
  PAYLOAD_TOO_LARGE: 'request_too_large',
  RESOURCE_EXHAUSTED: 'rate_limit_error',
  UNAVAILABLE: 'overloaded_error',
  DEADLINE_EXCEEDED: 'timeout_error',
  INTERNAL: 'api_error',
};

export function anthropicEnvelope({ code, message }: AppError): AnthropicErrorReply {
  return { type: 'error', error: { type: ANTHROPIC_TYPES[code] ?? 'invalid_request_error', message } };
}

/** What an engine says of a refusal, as far as it does. */
export interface EngineRefusal {
  readonly message?: string;
  /** `openAiCode` and `openAiParam`, for the details of an error of ours: clients look for them. Numbers, which are the status again, are none. */
  readonly told: { readonly openAiCode?: string; readonly openAiParam?: string };
}

/** OpenAI, vLLM and llama-server: `{error: {message, code, param}}`; Ollama and older vLLM: `{error: text}` or `{message}`. */
export function refusalIn(body: string): EngineRefusal {
  try {
    const { error, message } = JSON.parse(body) as { error?: ErrorPart | string; message?: string };
    if (typeof error === 'string') return { message: error, told: {} };
    return { message: error?.message ?? message, told: toldBy(error) };
  } catch {
    return { told: {} };
  }
}

interface ErrorPart {
  readonly message?: string;
  readonly code?: unknown;
  readonly param?: unknown;
}

export function toldBy({ code, param }: ErrorPart = {}): EngineRefusal['told'] {
  return {
    ...(typeof code === 'string' && code !== '' ? { openAiCode: code } : {}),
    ...(typeof param === 'string' && param !== '' ? { openAiParam: param } : {}),
  };
}
