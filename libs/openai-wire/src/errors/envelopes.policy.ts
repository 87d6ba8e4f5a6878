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

export function openAiEnvelope(error: AppError): OpenAiErrorReply {
  const faults = error.details?.faults as { field: string }[] | undefined;
  const code = typeof error.details?.openAiCode === 'string' ? error.details.openAiCode : error.code.toLowerCase();
  return { error: { message: error.message, type: ERROR_CATALOGUE[error.code].openAiType, param: faults?.[0]?.field ?? null, code } };
}

const ANTHROPIC_TYPES: Readonly<Partial<Record<ErrorCode, string>>> = {
  UNAUTHENTICATED: 'authentication_error',
  PERMISSION_DENIED: 'permission_error',
  NOT_FOUND: 'not_found_error',
  RESOURCE_EXHAUSTED: 'rate_limit_error',
  UNAVAILABLE: 'overloaded_error',
  DEADLINE_EXCEEDED: 'timeout_error',
  INTERNAL: 'api_error',
};

export function anthropicEnvelope({ code, message }: AppError): AnthropicErrorReply {
  return { type: 'error', error: { type: ANTHROPIC_TYPES[code] ?? 'invalid_request_error', message } };
}

/** The message of an engine's refusal. OpenAI, vLLM and llama-server: `{error: {message}}`; Ollama and older vLLM: `{error: text}` or `{message}`. */
export function messageIn(body: string): string | undefined {
  try {
    const { error, message } = JSON.parse(body) as { error?: { message?: string } | string; message?: string };
    return (typeof error === 'string' ? error : error?.message) ?? message;
  } catch {
    return undefined;
  }
}
