import type { Session } from '@docmind/contracts';

/** What a conversation is called: by whoever named it, else its first question, else its id. */
export function titleOf({ id, data }: Pick<Session, 'id' | 'data'>): string {
  return typeof data.title === 'string' && data.title.trim() !== '' ? data.title : id;
}
