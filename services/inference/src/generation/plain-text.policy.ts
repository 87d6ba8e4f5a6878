import type { ChatRequest, TextRequest } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

/**
 * For an engine that tells of its first token only what it could have been: enough for a verdict, not for a text.
 * @throws AppError INVALID_ARGUMENT where more is asked than one token
 */
export function assertOneToken({ logprobs, max_completion_tokens, max_tokens }: ChatRequest): void {
  if (logprobs !== true || (max_completion_tokens ?? max_tokens) === 1) return;
  throw refused('logprobs', 'this engine tells log probabilities of one token only; set max_tokens to 1, or leave logprobs out');
}

/** What OpenAI's older completions can do that only engines of that format have. */
const UNDONE: Readonly<Record<string, unknown>> = { suffix: '', echo: false, logprobs: 0, best_of: 1 };

/** @throws AppError INVALID_ARGUMENT for what would be left undone */
export function assertPlainText(request: TextRequest): void {
  for (const [field, usual] of Object.entries(UNDONE)) {
    const asked = request[field];
    if (asked !== undefined && asked !== null && asked !== usual && asked !== false)
      throw refused(field, 'this engine does not do that; leave it out, or use vLLM or llama-server');
  }
}

function refused(field: string, problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `The request is not valid: ${field}: ${problem}`, { details: { faults: [{ field, problem }] } });
}
