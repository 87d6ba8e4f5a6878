import type { ChatBody } from './upstream-call.policy.js';

const MARK = '/cache_skip ';

/**
 * GPTCache's way to ask for a fresh answer where a client can't send its parameter: the mark "/cache_skip " in the first or the last message. The
 * model never sees the mark.
 * @returns the request without the mark, and whether a fresh answer is asked for by it or by GPTCache's parameter
 */
export function readSkip(body: ChatBody): { readonly body: ChatBody; readonly isAsked: boolean } {
  if (body.cache_skip === true) return { body, isAsked: true };
  const { messages } = body;
  if (!Array.isArray(messages)) return { body, isAsked: false };
  const at = [0, messages.length - 1].find((place) => textOf(messages[place])?.includes(MARK));
  if (at === undefined) return { body, isAsked: false };
  const unmarked = (message: unknown): unknown => ({ ...(message as object), content: textOf(message)?.replaceAll(MARK, '') });
  return {
    body: { ...body, messages: messages.map((message: unknown, place) => (place === at ? unmarked(message) : message)) },
    isAsked: true,
  };
}

function textOf(message: unknown): string | undefined {
  const content = (message as { content?: unknown } | null | undefined)?.content;
  return typeof content === 'string' ? content : undefined;
}
