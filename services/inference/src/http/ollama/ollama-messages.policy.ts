import type { ChatMessage, MessageContent, OllamaChat, OllamaToolCall, ToolCall } from '@docmind/contracts';

/** Calls and results find each other by ids in OpenAI's form; Ollama's clients leave them out, and name the tool or rely on the order. */
export function openAiMessages(messages: OllamaChat['messages']): ChatMessage[] {
  let open: ToolCall[] = [];
  return messages.map((message, index) => {
    if (message.role === 'tool') {
      const answered = open.find((call) => answers(message, call));
      open = open.filter((call) => call !== answered);
      return resultOf(message, answered, `call_${index}`);
    }
    const { images, thinking, tool_calls, content, tool_call_id: _id, tool_name: _name, ...rest } = message;
    const calls = tool_calls?.map((call, at) => openAiCall(call, call.id ?? `call_${index}_${at}`));
    if (calls) open = calls;
    const thought = thinking ? { reasoning_content: thinking } : {};
    return { ...rest, content: withPictures(content, images), ...thought, ...(calls ? { tool_calls: calls } : {}) };
  });
}

type OllamaMessage = OllamaChat['messages'][number];

function answers({ tool_call_id, tool_name }: OllamaMessage, { id, function: { name } }: ToolCall): boolean {
  return tool_call_id ? id === tool_call_id : !tool_name || name === tool_name;
}

function resultOf(
  { role, content, tool_call_id, tool_name }: OllamaMessage,
  answered: ToolCall | undefined,
  otherwise: string,
): ChatMessage {
  const name = tool_name ?? answered?.function.name;
  return { role, content, tool_call_id: tool_call_id ?? answered?.id ?? otherwise, ...(name ? { name } : {}) };
}

function openAiCall({ function: called }: OllamaToolCall, id: string) {
  return { id, type: 'function' as const, function: { name: called.name, arguments: JSON.stringify(called.arguments) } };
}

export function withPictures(text: string, images: readonly string[] | null | undefined): MessageContent {
  if (!images || images.length === 0) return text;
  const pictures = images.map((image) => ({ type: 'image_url', image_url: { url: `data:${kindOf(image)};base64,${image}` } }));
  return [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...pictures];
}

/** How base64 of a picture's first bytes begins. */
const PICTURE_HEADS: readonly (readonly [string, string])[] = [
  ['/9j/', 'image/jpeg'],
  ['R0lG', 'image/gif'],
  ['UklG', 'image/webp'],
];

function kindOf(image: string): string {
  return PICTURE_HEADS.find(([head]) => image.startsWith(head))?.[1] ?? 'image/png';
}
