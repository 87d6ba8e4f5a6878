import { type ChatMessage, type ContentPart, otherPartsOf, type TextMessage, textOf } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

/** For an engine that reads text only. @throws AppError INVALID_ARGUMENT that names the part it can't read */
export function textMessages(messages: readonly ChatMessage[]): TextMessage[] {
  return messages.map((message) => {
    for (const part of otherPartsOf(message.content))
      throw unread(part, 'this engine reads text only; send it to one that takes such parts');
    return { ...message, content: textOf(message.content) };
  });
}

const DATA_URL = /^data:image\/[a-z0-9.+-]{1,40};base64,/i;

/** A message's pictures as base64. @throws AppError INVALID_ARGUMENT for another kind of part, and for a picture that lies elsewhere */
export function picturesOf({ content }: ChatMessage): string[] {
  return otherPartsOf(content).map((part) => {
    if (part.type !== 'image_url') throw unread(part, 'this engine takes text and pictures');
    const url = (part['image_url'] as { url?: unknown } | undefined)?.url;
    const head = typeof url === 'string' ? DATA_URL.exec(url.slice(0, 80)) : null;
    if (head === null) throw unread(part, 'give the picture itself, as data:image/png;base64,...; nothing is fetched from elsewhere');
    return (url as string).slice(head[0].length);
  });
}

function unread({ type }: ContentPart, why: string): AppError {
  const field = 'messages';
  return new AppError('INVALID_ARGUMENT', `${field}: a part of type ${type} can't be read here: ${why}`, {
    details: { faults: [{ field, problem: `type ${type}` }] },
  });
}
