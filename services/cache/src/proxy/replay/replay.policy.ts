import type { AnswerMeta } from '../upstream/chat-answer.policy.js';

/**
 * What makes a replay an answer of its own. The id is new, because clients and traces take it for one answer's name; `created` is now, because
 * that is when this caller got it. How old the text is, and which entry it is, say the headers.
 */
export interface ReplayHead {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
}

/** A kept answer as OpenAI's chat completion, with the original's usage and end. Without usage where the original had told none. */
export function completionOf(text: string, meta: AnswerMeta, { id, created, model }: ReplayHead): string {
  const message = { role: 'assistant', content: text, refusal: null };
  return JSON.stringify({
    ...{ id, object: 'chat.completion', created, model: meta.upstreamModel ?? model },
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    ...(meta.usage ? { usage: meta.usage } : {}),
    ...(meta.systemFingerprint === undefined ? {} : { system_fingerprint: meta.systemFingerprint }),
  });
}

/** A kept answer as OpenAI's stream: the role, the text in pieces, the end, and the usage only when it was asked for. */
export function eventsOf(text: string, meta: AnswerMeta, head: ReplayHead, showUsage: boolean): string {
  const shared = {
    ...{ id: head.id, object: 'chat.completion.chunk', created: head.created, model: meta.upstreamModel ?? head.model },
    ...(meta.systemFingerprint === undefined ? {} : { system_fingerprint: meta.systemFingerprint }),
  };
  const event = (choices: readonly object[], usage: object | null): string =>
    `data: ${JSON.stringify({ ...shared, choices, ...(showUsage ? { usage } : {}) })}\n\n`;
  const delta = (part: object, reason: string | null): string =>
    event([{ index: 0, delta: part, logprobs: null, finish_reason: reason }], null);
  return [
    delta({ role: 'assistant', content: '' }, null),
    ...piecesOf(text).map((content) => delta({ content }, null)),
    delta({}, 'stop'),
    showUsage && meta.usage ? event([], meta.usage) : '',
    'data: [DONE]\n\n',
  ].join('');
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
