import { type FinishReason, finishReasonSchema, type Usage, usageSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

/** @throws AppError UNAVAILABLE for what is no JSON object */
export function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new AppError('UNAVAILABLE', 'The engine wrote something that is not JSON; is it an OpenAI-compatible server?');
}

/** Undefined where a chunk or a completion tells none, or tells it in another form. */
export function usageOf(value: unknown): Usage | undefined {
  if (value === undefined || value === null) return undefined;
  const parsed = usageSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** A reason that OpenAI's API doesn't know is an ordinary end. */
export function finishReasonOf(value: string | null | undefined): FinishReason | undefined {
  if (value === null || value === undefined) return undefined;
  const parsed = finishReasonSchema.safeParse(value);
  return parsed.success ? parsed.data : 'stop';
}
