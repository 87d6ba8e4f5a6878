import { type ChatMessage, type ChatRequest, textOf } from '@docmind/contracts';

/** Qwen3's instructions for tools, word for word from its chat template: they are part of what is counted. */
const TOOLS_HEAD =
  '# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within ' +
  '<tools></tools> XML tags:\n<tools>';
const TOOLS_TAIL =
  '\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n' +
  '<tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call>';

/** A conversation as Qwen3's chat template writes it, up to where the answer begins. */
export function chatMl(messages: readonly ChatMessage[], tools: ChatRequest['tools'] = undefined): string {
  const [first, ...rest] = messages;
  const hasSystem = first !== undefined && isSystem(first);
  const system = [hasSystem ? textOf(first.content) : '', toolsBlock(tools ?? [])].filter(Boolean).join('\n\n');
  const turns = (hasSystem ? rest : messages).map((message, index, all) => turnOf(message, all[index - 1], all[index + 1]));
  return `${system === '' && !hasSystem ? '' : block('system', system)}${turns.join('')}<|im_start|>assistant\n`;
}

function toolsBlock(tools: readonly object[]): string {
  return tools.length === 0 ? '' : TOOLS_HEAD + tools.map((tool) => `\n${JSON.stringify(tool)}`).join('') + TOOLS_TAIL;
}

function turnOf(message: ChatMessage, before: ChatMessage | undefined, after: ChatMessage | undefined): string {
  if (message.role === 'tool') return toolResult(message, before, after);
  const calls = (message.tool_calls ?? []).map(
    ({ function: { name, arguments: given } }) => `\n<tool_call>\n{"name": "${name}", "arguments": ${given}}\n</tool_call>`,
  );
  return block(isSystem(message) ? 'system' : message.role, textOf(message.content) + calls.join(''));
}

/** Results in a row share one turn. */
function toolResult({ content }: ChatMessage, before: ChatMessage | undefined, after: ChatMessage | undefined): string {
  const begin = before?.role === 'tool' ? '' : '<|im_start|>user';
  const end = after?.role === 'tool' ? '' : '<|im_end|>\n';
  return `${begin}\n<tool_response>\n${textOf(content)}\n</tool_response>${end}`;
}

function isSystem({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}

function block(role: string, content: string): string {
  return `<|im_start|>${role}\n${content}<|im_end|>\n`;
}
