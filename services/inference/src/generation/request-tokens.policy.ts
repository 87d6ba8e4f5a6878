import { type ChatRequest, otherPartsOf, type TextRequest, textOf } from '@docmind/contracts';

/** English has about four characters a token with today's vocabularies, other scripts about four bytes: an estimate that reads no text. */
const BYTES_PER_TOKEN = 4;
/** Of a chat template's marks. */
const MESSAGE_TOKENS = 8;
const TOOL_TOKENS = 128;
/** Of a picture: Qwen-VL and its like take some 1,300 for a million pixels. */
const PART_TOKENS = 1_300;
/** Of an answer whose request sets no limit. */
export const USUAL_ANSWER_TOKENS = 256;

/** Prompt and answer of a chat, before anything is counted: what it takes of an engine, give or take a third. */
export function chatTokens({ messages, tools, max_completion_tokens, max_tokens }: ChatRequest): number {
  return chatPromptTokens(messages, tools) + answerTokens(max_completion_tokens ?? max_tokens);
}

export function textTokens({ prompt, max_tokens }: TextRequest): number {
  return tokensOfText(prompt) + answerTokens(max_tokens);
}

export function tokensOfText(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

function chatPromptTokens(messages: ChatRequest['messages'], tools: ChatRequest['tools']): number {
  let tokens = messages.length * MESSAGE_TOKENS + (tools?.length ?? 0) * TOOL_TOKENS;
  for (const { content } of messages) tokens += tokensOfText(textOf(content)) + otherPartsOf(content).length * PART_TOKENS;
  return tokens;
}

function answerTokens(limit: unknown): number {
  return typeof limit === 'number' && limit > 0 ? limit : USUAL_ANSWER_TOKENS;
}
