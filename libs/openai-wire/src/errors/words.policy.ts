// Requests of other APIs become chats in OpenAI's words. What is wrong with one is told in the words that its sender used.
import { AppError } from '@docmind/errors';

/** By the chat's names of fields, and of the kinds of parts in them. */
type Words = Readonly<Record<'messages' | 'response_format' | 'image_url', string>>;

export const RESPONSES_WORDS: Words = { messages: 'input', response_format: 'text.format', image_url: 'input_image' };
export const ANTHROPIC_WORDS: Words = { messages: 'messages', response_format: 'output_config.format', image_url: 'image' };

interface Fault {
  readonly field: string;
  readonly problem: string;
}

/** Resolves as the work does. @throws what it throws, an AppError that names a field of the chat in the given words */
export async function toldIn<T>(words: Words, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw thrown instanceof AppError ? reworded(thrown, words) : thrown;
  }
}

function reworded(error: AppError, words: Words): AppError {
  const { faults } = (error.details ?? {}) as { faults?: readonly Fault[] };
  const [first] = faults ?? [];
  const field = words[first?.field as keyof Words];
  if (!faults || !first || field === undefined) return error;
  // The field and the kind of part stand in the message as they do in the fault; the first of each is it.
  const told = (text: string) => text.replace(`${first.field}: `, `${field}: `).replace('type image_url', `type ${words.image_url}`);
  const details = { ...error.details, faults: [{ field, problem: told(first.problem) }, ...faults.slice(1)] };
  return new AppError(error.code, told(error.message), { details, cause: error.cause, retryable: error.retryable });
}
