import { z } from 'zod';

export const MAX_PROMPT_CHARS = 600_000;

const textPartSchema = z.looseObject({ type: z.literal('text'), text: z.string().max(MAX_PROMPT_CHARS) });
/** A picture, sound or file: it reaches engines that take it as it came, and the others refuse it. */
const otherPartSchema = z.looseObject({
  type: z
    .string()
    .max(64)
    .refine((type) => type !== 'text', 'a text part needs a text'),
});
export const contentPartSchema = z.union([textPartSchema, otherPartSchema]).meta({ id: 'ContentPart' });
export type ContentPart = z.infer<typeof contentPartSchema>;

export const contentSchema = z.union([z.string().max(MAX_PROMPT_CHARS), z.array(contentPartSchema).max(256)]);
export type MessageContent = z.infer<typeof contentSchema>;

/** What of a message is text: parts stand on lines of their own, as engines join them for models that know no parts. */
export function textOf(content: MessageContent): string {
  if (typeof content === 'string') return content;
  return content
    .filter(isText)
    .map(({ text }) => text)
    .join('\n');
}

/** The parts that are no text. */
export function otherPartsOf(content: MessageContent): Exclude<ContentPart, TextPart>[] {
  return typeof content === 'string' ? [] : content.filter((part) => !isText(part));
}

type TextPart = z.infer<typeof textPartSchema>;
function isText(part: ContentPart): part is TextPart {
  return part.type === 'text';
}
