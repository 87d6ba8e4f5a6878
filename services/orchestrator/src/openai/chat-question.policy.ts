import { type ChatMessage, type DocmindChatRequest, otherPartsOf, type TextMessage, textOf } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { DEFAULT_NAMESPACE, type Question } from '../query/query.types.js';

export const DOCMIND_MODEL = 'docmind';
const MAX_QUESTION_CHARS = 32_000;

/** @throws AppError INVALID_ARGUMENT for what the agents can't do */
export function chatQuestionOf(request: DocmindChatRequest, defaultMaxTokens: number): Question {
  refuseOtherFormats(request);
  refuseUnanswered(request);
  const { cache = 'use', ...documents } = request.docmind ?? {};
  return {
    text: questionTextOf(request.messages.at(-1)),
    namespace: DEFAULT_NAMESPACE,
    conversation: earlierOf(request.messages.slice(0, -1)),
    documents,
    cache,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? defaultMaxTokens,
    sampling: samplingOf(request),
  };
}

function questionTextOf(last: ChatMessage | undefined): string {
  if (last?.role !== 'user') throw invalid('messages', 'the last message must be of role user');
  refusePictures(last);
  const text = textOf(last.content).trim();
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

/** Of earlier turns only what was said counts: tools were the client's own affair. */
function earlierOf(messages: readonly ChatMessage[]): TextMessage[] {
  return messages
    .filter(({ role }) => role !== 'tool')
    .map(({ role, content }) => ({ role, content: textOf(content) }))
    .filter(({ content }) => content !== '');
}

function refusePictures({ content }: ChatMessage): void {
  const [part] = otherPartsOf(content);
  if (part)
    throw invalid('messages', `a part of type ${part.type} can't be read: questions are text; add a file with POST /documents instead`);
}

/** @throws AppError NOT_FOUND for any but our own */
export function refuseOtherModels(model: string): void {
  if (model === DOCMIND_MODEL) return;
  throw new AppError('NOT_FOUND', `The model "${model}" does not exist here: this door answers as "${DOCMIND_MODEL}"`, {
    details: { openAiCode: 'model_not_found', model },
  });
}

/** An answer is checked and cut before it is sent, so its tokens are not the engine's. @throws AppError INVALID_ARGUMENT where they are asked for */
export function refuseLogprobs({ logprobs, top_logprobs: top }: DocmindChatRequest): void {
  const field = logprobs === true ? 'logprobs' : 'top_logprobs';
  if (logprobs === true || (top ?? 0) > 0) throw invalid(field, `"${DOCMIND_MODEL}" tells none; ask the inference service`);
}

function refuseOtherFormats(request: DocmindChatRequest): void {
  const format = request.response_format?.type ?? 'text';
  if (format !== 'text') throw invalid('response_format', `"${DOCMIND_MODEL}" answers in text; ask the inference service for ${format}`);
}

/** What a client would wait for in vain. Other fields that aren't known change nothing. */
function refuseUnanswered({ modalities, functions }: DocmindChatRequest): void {
  if (Array.isArray(modalities) && modalities.includes('audio')) throw invalid('modalities', `"${DOCMIND_MODEL}" answers in text`);
  if (Array.isArray(functions) && functions.length > 0) throw invalid('functions', 'are read by no engine any more; send them as tools');
}

function invalid(field: string, problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `The request is not valid: ${field}: ${problem}`, { details: { faults: [{ field, problem }] } });
}
