import { type ChatMessage, chatRequestSchema, type DocmindChatRequest } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { DEFAULT_NAMESPACE, type Question } from '../query/query.types.js';

export const DOCMIND_MODEL = 'docmind';
const MAX_QUESTION_CHARS = 32_000;

/** What OpenAI's clients send and what changes nothing here; anything else is a typing error worth naming. */
const ACCEPTED_AND_IGNORED = new Set(
  (
    'frequency_penalty presence_penalty logit_bias metadata store service_tier parallel_tool_calls tool_choice reasoning_effort verbosity ' +
    'safety_identifier prompt_cache_key modalities logprobs top_logprobs'
  ).split(' '),
);

/** @throws AppError NOT_FOUND for another model, INVALID_ARGUMENT for what the agents can't do */
export function chatQuestionOf(request: DocmindChatRequest, defaultMaxTokens: number): Question {
  refuseOtherModels(request.model);
  refuseUnknownFields(request);
  refuseOtherFormats(request);
  return {
    text: questionTextOf(request.messages.at(-1)),
    namespace: DEFAULT_NAMESPACE,
    conversation: earlierOf(request.messages.slice(0, -1)),
    cache: request.docmind?.cache ?? 'use',
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? defaultMaxTokens,
    sampling: samplingOf(request),
  };
}

function questionTextOf(last: ChatMessage | undefined): string {
  if (last?.role !== 'user') throw invalid('messages', 'the last message must be of role user');
  const text = last.content.trim();
  if (text === '') throw invalid('messages', 'the last message must not be empty');
  if (text.length <= MAX_QUESTION_CHARS) return text;
  throw invalid('messages', `the last message has ${text.length} characters; a question has at most ${MAX_QUESTION_CHARS}`);
}

/** OpenAI's clients send null for what they leave open; here it is left out. */
function samplingOf({ temperature, top_p: topP, seed, stop }: DocmindChatRequest): Question['sampling'] {
  return {
    temperature: temperature ?? 0,
    ...(isGiven(topP) ? { topP } : {}),
    ...(isGiven(seed) ? { seed } : {}),
    ...(isGiven(stop) ? { stop } : {}),
  };
}

function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}

function earlierOf(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.filter((message) => message.role !== 'tool').map(({ role, content }) => ({ role, content }));
}

function refuseOtherModels(model: string): void {
  if (model === DOCMIND_MODEL) return;
  throw new AppError('NOT_FOUND', `The model "${model}" does not exist here: this door answers as "${DOCMIND_MODEL}"`, {
    details: { openAiCode: 'model_not_found', model },
  });
}

function refuseUnknownFields(request: DocmindChatRequest): void {
  const known = new Set([...Object.keys(chatRequestSchema.shape), 'docmind', 'tools', ...ACCEPTED_AND_IGNORED]);
  const unknown = Object.keys(request).filter((field) => !known.has(field));
  if (unknown.length > 0) throw invalid(unknown[0] ?? '', `unknown field${unknown.length > 1 ? 's' : ''}: ${unknown.join(', ')}`);
}

function refuseOtherFormats(request: DocmindChatRequest): void {
  const format = request.response_format?.type ?? 'text';
  if (format !== 'text') throw invalid('response_format', `"${DOCMIND_MODEL}" answers in text; ask the inference service for ${format}`);
  const tools = request.tools;
  if (Array.isArray(tools) && tools.length > 0) throw invalid('tools', `"${DOCMIND_MODEL}" calls no tools of the caller`);
}

function invalid(field: string, problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `The request is not valid: ${field}: ${problem}`, { details: { faults: [{ field, problem }] } });
}
