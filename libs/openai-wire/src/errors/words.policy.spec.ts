import { AppError } from '@docmind/errors';
import { expect, it } from 'vitest';
import { ANTHROPIC_WORDS, RESPONSES_WORDS, toldIn } from './words.policy.js';

const fault = (field: string, problem: string) =>
  new AppError('INVALID_ARGUMENT', `The request is not valid: ${field}: ${problem}`, { details: { faults: [{ field, problem }] } });

it.each([
  [RESPONSES_WORDS, fault('messages', 'the last is empty'), 'input', 'The request is not valid: input: the last is empty'],
  [RESPONSES_WORDS, fault('response_format', 'is unknown'), 'text.format', 'The request is not valid: text.format: is unknown'],
  [ANTHROPIC_WORDS, fault('messages', 'a part of type image_url'), 'messages', 'The request is not valid: messages: a part of type image'],
  // What isn't a field of the chat is told already as it was sent.
  [RESPONSES_WORDS, fault('input.0.role', 'messages: no'), 'input.0.role', 'The request is not valid: input.0.role: messages: no'],
])('tells what is wrong in the words of %j', async (words, error, field, message) => {
  await expect(toldIn(words, Promise.reject(error))).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message,
    details: { faults: [{ field }] },
  });
});

it('leaves everything else as it is', async () => {
  const odd = new TypeError('odd');
  await expect(toldIn(RESPONSES_WORDS, Promise.reject(odd))).rejects.toBe(odd);
  const full = new AppError('RESOURCE_EXHAUSTED', 'The queue is full');
  await expect(toldIn(RESPONSES_WORDS, Promise.reject(full))).rejects.toBe(full);
  expect(await toldIn(ANTHROPIC_WORDS, Promise.resolve(7))).toBe(7);
});
