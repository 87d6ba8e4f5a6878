import type { Usage } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { parseObject, usageOf } from './read-parts.policy.js';

/**
 * The usage of a whole completion, of messages or of text.
 * @throws AppError UNAVAILABLE for a body that is no completion
 */
export function readCompletion(body: string): { readonly usage: Usage | undefined } {
  const completion = parseObject(body) as { choices?: { message?: object; text?: string }[]; usage?: unknown };
  const choice = Array.isArray(completion.choices) ? completion.choices[0] : undefined;
  if (typeof choice?.message !== 'object' && typeof choice?.text !== 'string')
    throw new AppError('UNAVAILABLE', "The engine's answer is no completion: it has neither choices[0].message nor choices[0].text");
  return { usage: usageOf(completion.usage) };
}
