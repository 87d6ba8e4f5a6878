import type { DoorError } from '../door/door.js';
import { t } from '../words/words.js';

/** What went wrong and what to do, in the reader's language where it is one that the page knows; else in the door's words. */
export function problemText({ code, message, retryAfterSeconds }: DoorError): string {
  if (code === 'UNREACHABLE') return t('problem.unreachable');
  if (code === 'DEADLINE_EXCEEDED') return `${t('problem.late')} (${message})`;
  if (code === 'RESOURCE_EXHAUSTED' && retryAfterSeconds !== undefined) return t('problem.busy', { seconds: retryAfterSeconds, message });
  return message;
}
