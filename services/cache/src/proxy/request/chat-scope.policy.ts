import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.policy.js';

/** Longer questions bypass the cache: only an equal one could ever hit, and such long texts are seldom sent twice. */
export const MAX_QUESTION_CHARS = 32_000;
/**
 * A request without a temperature counts as one that may be kept. A caller who wants a different answer each time sends a high temperature; most
 * clients send none and take the server's default. The fingerprint of such a request differs from that of any temperature that is named, so its
 * answer is never given for a temperature of 0 or 1.
 */
const UNNAMED_TEMPERATURE = 0;

const textPart = z.strictObject({ type: z.literal('text'), text: z.string() });
const message = z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(textPart)]).nullish() });
/** What the cache must understand of a request to vouch for it. Whatever else is in it counts as something that changes the answer. */
const chatRequest = z.looseObject({
  model: z.string().min(1).max(256),
  messages: z.array(message).min(1),
  temperature: z.number().nullish(),
  n: z.literal(1).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});
type ChatRequest = z.infer<typeof chatRequest>;

export interface ChatQuestion {
  readonly model: string;
  readonly question: string;
  /** Hash of the system prompt, the tools and every parameter that may change the answer. */
  readonly prompt: string;
  /** Hash of the earlier turns with their roles; '' for a first turn. */
  readonly conversation: string;
  readonly temperature: number;
}
export type ChatReading = ChatQuestion | { readonly bypass: string };

/** The same answer comes with any of them: how it is sent, who is billed, how fast. Everything that isn't listed is part of the fingerprint. */
const NO_MATTER = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'n', 'store'],
  ...['user', 'metadata', 'safety_identifier', 'prompt_cache_key', 'prompt_cache_retention', 'service_tier'],
  ...['cache_skip'],
]);

/** @returns what identifies the answer, or why the cache leaves this request alone */
export function readChat(body: unknown, maxTemperature: number): ChatReading {
  const parsed = chatRequest.safeParse(body);
  if (!parsed.success)
    return { bypass: 'the request has parts the cache does not understand, such as images, or asks for several answers' };
  const request = parsed.data;
  const obstacle = obstacleOf(request, maxTemperature);
  if (obstacle !== undefined) return { bypass: obstacle };
  const last = request.messages.at(-1) as ChatRequest['messages'][number];
  const question = partsOf(last.content).join('\n\n');
  if (last.role !== 'user' || question.trim() === '') return { bypass: 'the last message is not a text of the user' };
  if (question.length > MAX_QUESTION_CHARS) return { bypass: `the last message is longer than ${MAX_QUESTION_CHARS} characters` };
  return { model: request.model, question, temperature: request.temperature ?? UNNAMED_TEMPERATURE, ...fingerprints(request) };
}

function obstacleOf(request: ChatRequest, maxTemperature: number): string | undefined {
  const temperature = request.temperature ?? UNNAMED_TEMPERATURE;
  if (temperature > maxTemperature)
    return `temperature ${temperature} is above ${maxTemperature}, so that asking again is meant to give another answer`;
  if (request.logprobs === true || request.top_logprobs) return 'log probabilities are not kept';
  return obstacleByWhatIsAsked(request);
}

function obstacleByWhatIsAsked(request: ChatRequest): string | undefined {
  if (request.audio || hasOtherModality(request.modalities)) return 'only text is kept';
  if (request.web_search_options) return 'a search on the web is meant to find what is new';
  return request.store === true ? 'the upstream is asked to store the answer' : undefined;
}

function hasOtherModality(modalities: unknown): boolean {
  return Array.isArray(modalities) && modalities.some((modality) => modality !== 'text');
}

/** Messages before the first turn make up the prompt, as does how the last one is put together. */
function fingerprints(request: ChatRequest): Pick<ChatQuestion, 'prompt' | 'conversation'> {
  const { messages } = request;
  const firstTurn = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer');
  const earlier = messages.slice(firstTurn, -1);
  const { content, ...others } = messages.at(-1) as ChatRequest['messages'][number];
  const parameters = Object.entries(request).filter(([name, value]) => !NO_MATTER.has(name) && value !== null);
  const shape = { ...others, parts: partsOf(content).map((part) => part.length) };
  // A message in one part says the same as one that is a string.
  const asked = shape.parts.length > 1 ? shape : others;
  return {
    prompt: hashOf([messages.slice(0, firstTurn).map(plain), Object.fromEntries(parameters), asked]),
    conversation: earlier.length === 0 ? '' : hashOf(earlier.map(plain)),
  };
}

function plain(given: ChatRequest['messages'][number]): object {
  const parts = partsOf(given.content);
  return { ...given, content: parts.length === 1 ? parts[0] : parts };
}

function partsOf(content: ChatRequest['messages'][number]['content']): string[] {
  if (typeof content === 'string') return [content];
  return (content ?? []).map((part) => part.text);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url');
}
