import type { ChatRequest } from '@docmind/contracts';
import type { GenerationOptions } from './llama-protocol.js';

/** OpenAI's default is 1, which makes small models ramble. */
export const DEFAULT_TEMPERATURE = 0.2;

/** OpenAI's parameters in the embedded engine's words; what wasn't said stays unsaid. */
export function generationOptions(request: ChatRequest): GenerationOptions {
  const stop = typeof request.stop === 'string' ? [request.stop] : (request.stop ?? []);
  const kept = stop.filter((text) => text !== '');
  return {
    temperature: request.temperature ?? DEFAULT_TEMPERATURE,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? undefined,
    topP: request.top_p ?? undefined,
    seed: request.seed === null || request.seed === undefined ? undefined : seed32(request.seed),
    stop: kept.length > 0 ? kept : undefined,
    responseFormat: request.response_format ?? undefined,
  };
}

/** The engine takes 32 bits. */
function seed32(seed: number): number {
  return Math.abs(seed) % 0x1_0000_0000;
}
