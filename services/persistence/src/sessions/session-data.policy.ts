import { type Session, sessionDataSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

/** Many small changes must not make what one large one couldn't. @throws AppError INVALID_ARGUMENT */
export function assertSessionData(merged: unknown): Session['data'] {
  const { data, error } = sessionDataSchema.safeParse(merged);
  if (error) throw new AppError('INVALID_ARGUMENT', `data, with what the session holds already, ${error.issues[0]?.message}`);
  return data;
}
