import { type ChatRequest, MAX_TOKEN_CHOICES } from '@docmind/contracts';
import type { GenerationOptions } from './llama-protocol.js';

/** OpenAI's default is 1, which makes small models ramble. */
export const DEFAULT_TEMPERATURE = 0.2;

/** Of a chat or of a text. */
type AskedOptions = Partial<
  Pick<
    ChatRequest,
    'max_completion_tokens' | 'max_tokens' | 'temperature' | 'top_p' | 'seed' | 'stop' | 'response_format' | 'logprobs' | 'top_logprobs'
  >
>;

/** OpenAI's parameters in the embedded engine's words; what wasn't said stays unsaid. */
export function generationOptions(request: AskedOptions): GenerationOptions {
  const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? undefined;
  return {
    temperature: request.temperature ?? DEFAULT_TEMPERATURE,
    maxTokens,
    topP: request.top_p ?? undefined,
    seed: seed32(request.seed),
    stop: stopTexts(request.stop),
    responseFormat: request.response_format ?? undefined,
    choices: maxTokens === 1 ? choicesOf(request) : undefined,
  };
}

/** Log probabilities are read from one token only: a verdict, not a text. */
function choicesOf({ logprobs, top_logprobs }: AskedOptions): number | undefined {
  return logprobs === true ? Math.min(MAX_TOKEN_CHOICES, Math.max(1, top_logprobs ?? 1)) : undefined;
}

/** The engine takes 32 bits. */
function seed32(seed: ChatRequest['seed']): number | undefined {
  return seed === null || seed === undefined ? undefined : Math.abs(seed) % 0x1_0000_0000;
}

function stopTexts(stop: ChatRequest['stop']): string[] | undefined {
  const texts = (typeof stop === 'string' ? [stop] : (stop ?? [])).filter((text) => text !== '');
  return texts.length > 0 ? texts : undefined;
}
