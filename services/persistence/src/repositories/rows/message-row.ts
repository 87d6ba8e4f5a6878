import type { StoredMessage } from '@docmind/contracts';

/** A message as both databases select it. */
export interface MessageRow extends Omit<StoredMessage, 'sessionId' | 'metadata'> {
  readonly metadata: string | null;
}

export function toMessage({ id, role, content, timestamp, metadata }: MessageRow, sessionId: string): StoredMessage {
  const kept = metadata === null ? {} : { metadata: JSON.parse(metadata) as Record<string, unknown> };
  return { id, role, content, timestamp, sessionId, ...kept };
}
