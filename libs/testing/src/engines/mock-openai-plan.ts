// What the mock engine answers to a request, decided before a byte is sent.
import { type MessageContent, textOf } from '@docmind/contracts';

export interface MockChatRequest {
  readonly model?: string;
  readonly messages: { role: string; content: MessageContent }[];
  readonly stream?: boolean;
  readonly stream_options?: { include_usage?: boolean };
  /** `required` gets a call of the first of `tools` about Paris, as vLLM's grammar would bring about. */
  readonly tool_choice?: unknown;
  /** With `enable_thinking` it thinks aloud first, as vLLM's reasoning parsers would have it. */
  readonly chat_template_kwargs?: { enable_thinking?: boolean };
  readonly max_tokens?: number;
  readonly [parameter: string]: unknown;
}

export interface Plan {
  readonly words: string[];
  readonly promptTokens: number;
  readonly finishReason: string;
  readonly delayMs: number;
  readonly call?: MockCall;
}
export interface MockCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}
interface Manner {
  readonly reply: string;
  readonly tokens?: number;
  readonly delayMs: number;
}

const STORY_DELAY_MS = 5;

export function planOf(body: MockChatRequest, manner: Manner): Plan {
  const call = callOf(body);
  if (call) return { words: [], promptTokens: promptTokens(body), finishReason: 'tool_calls', delayMs: 0, call };
  const isStory = body.messages.some(({ content }) => textOf(content).includes('long story'));
  const reply = wordsOf(manner.reply);
  const wanted = isStory ? 100_000 : (manner.tokens ?? reply.length);
  const limit = Math.min(wanted, body.max_tokens ?? wanted);
  const words = Array.from({ length: limit }, (_value, index) => reply[index % reply.length] ?? '');
  const delayMs = isStory ? Math.max(STORY_DELAY_MS, manner.delayMs) : manner.delayMs;
  return { words, promptTokens: promptTokens(body), finishReason: limit < wanted ? 'length' : 'stop', delayMs };
}

function callOf({ tools, tool_choice }: MockChatRequest): MockCall | undefined {
  const [first] = (tools ?? []) as { function: { name: string } }[];
  if (tool_choice !== 'required' || !first) return undefined;
  return { id: 'call_mock', type: 'function', function: { name: first.function.name, arguments: '{"city": "Paris"}' } };
}

export function openingOf({ chat_template_kwargs: template }: MockChatRequest): object[] {
  const thoughts = template?.enable_thinking ? [{ reasoning_content: 'Let me ' }, { reasoning_content: 'see.' }] : [];
  return [{ role: 'assistant', content: '' }, ...thoughts];
}

/** The name first, then the arguments, as engines stream them. */
export function partsOf(call: MockCall | undefined): object[][] {
  if (!call) return [];
  const { name, arguments: text } = call.function;
  const piece = (part: string) => [{ index: 0, function: { arguments: part } }];
  return [[{ index: 0, ...call, function: { name, arguments: '' } }], piece(text.slice(0, 5)), piece(text.slice(5))];
}

export function usageOf({ words, promptTokens: count }: Plan) {
  return { prompt_tokens: count, completion_tokens: words.length, total_tokens: count + words.length };
}

/** A template's marks: four a message and three for the answer's start. */
export function promptTokens({ messages }: MockChatRequest): number {
  return messages.reduce((sum, { content }) => sum + wordsOf(textOf(content)).length + 4, 3);
}

export function wordsOf(text: string): string[] {
  return text.match(/\s*\S+/g) ?? [];
}
