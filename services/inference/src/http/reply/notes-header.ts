import type { FastifyReply } from 'fastify';
import type { GenerationNotes } from '../../chat/chat.service.js';

/** Before the first byte; a reply to a whole prompt has no such header. */
export function showNotes({ trim }: GenerationNotes, reply: FastifyReply): void {
  if (trim) void reply.header('x-docmind-context-trimmed', String(trim.droppedTokens));
}
