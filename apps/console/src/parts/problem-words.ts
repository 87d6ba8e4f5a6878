import { DoorError } from '../door/door.js';
import { REFUSALS } from '../words/problems.js';
import { language, t } from '../words/words.js';

export interface ProblemWords {
  /** In the reader's language. */
  readonly said?: string | undefined;
  /** In the door's English. */
  readonly told?: string;
}

export function problemOf(thrown: unknown): ProblemWords {
  if (!(thrown instanceof DoorError)) return { said: t('problem.own'), told: String((thrown as Error).message) };
  const { code, message: told, retryAfterSeconds } = thrown;
  if (code === 'UNREACHABLE') return { said: t('problem.unreachable') };
  if (code === 'CUT') return { said: t('problem.cut') };
  if (code === 'DEADLINE_EXCEEDED') return { said: t('problem.late'), told };
  if (code === 'RESOURCE_EXHAUSTED' && retryAfterSeconds !== undefined)
    return { said: t('problem.busy', { seconds: retryAfterSeconds }), told };
  return { said: language.value === 'en' ? undefined : REFUSALS[language.value][code], told };
}
