import { type AnswerHead, chatCompletion, ChatChunks, SSE_DONE, sseEvent } from '@docmind/openai-wire';
import type { AnswerMeta } from '../upstream/chat-answer.policy.js';

/**
 * What a replay has of its own. The id is new, because clients and traces take it for the name of one answer. `created` is now, because that is when
 * this caller got it. The headers say how old the text is and which entry it is.
 */
export type ReplayHead = Pick<AnswerHead, 'id' | 'created' | 'model'>;

/** A kept answer as OpenAI's chat completion, with the original's usage and end. Without usage where the original had told none. */
export function completionOf(text: string, meta: AnswerMeta, head: ReplayHead): string {
  return JSON.stringify(chatCompletion(toldBy(meta, head), { content: text, finishReason: 'stop', usage: meta.usage }));
}

/** A kept answer as OpenAI's stream: the role, the text in pieces, the end, and the usage only when it was asked for. */
export function eventsOf(text: string, meta: AnswerMeta, head: ReplayHead, showUsage: boolean): string {
  const chunks = new ChatChunks(toldBy(meta, head), showUsage);
  const usage = chunks.usage(meta.usage);
  const parts = [chunks.opening(), ...piecesOf(text).map((piece) => chunks.text(piece)), chunks.closing('stop'), ...(usage ? [usage] : [])];
  return parts.map((part) => sseEvent(part)).join('') + SSE_DONE;
}

function toldBy({ upstreamModel, systemFingerprint }: AnswerMeta, { id, created, model }: ReplayHead): AnswerHead {
  const fingerprint = systemFingerprint === undefined ? {} : { system_fingerprint: systemFingerprint };
  return { id, created, model: upstreamModel ?? model, ...fingerprint };
}

const PIECE_CHARS = 24;
const MAX_PIECES = 256;

/** A few words each, and a bounded number of them; never cut inside a character that is a pair of code units. */
export function piecesOf(text: string): string[] {
  const size = Math.max(PIECE_CHARS, Math.ceil(text.length / MAX_PIECES));
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + size, text.length);
    if (end < text.length && isTrailingSurrogate(text.charCodeAt(end))) end += 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

function isTrailingSurrogate(codeUnit: number): boolean {
  return codeUnit >= 0xdc00 && codeUnit <= 0xdfff;
}
