import type { ChatRequest, ResponsesRequest, ResponsesTool } from '@docmind/contracts';
import { AppError } from '@docmind/errors';

type Tool = NonNullable<ChatRequest['tools']>[number];

/** What a model writes into a tool that takes a text and no JSON; to it that is a tool with one argument. */
const CUSTOM_PARAMETERS = {
  type: 'object',
  properties: { input: { type: 'string', description: 'The whole input, as it is' } },
  required: ['input'],
  additionalProperties: false,
};

/** The tools that a model can be offered. Those that OpenAI's own servers run (a web search and the like) are nobody's here, and are left out. */
export function chatToolsOf(tools: readonly ResponsesTool[]): Tool[] {
  return tools.flatMap((tool): Tool[] => {
    if (tool.type === 'function') return [{ type: 'function', function: withoutGaps(tool) }];
    if (tool.type !== 'custom') return [];
    return [{ type: 'function', function: withoutGaps({ ...tool, parameters: CUSTOM_PARAMETERS }) }];
  });
}

function withoutGaps({ name, description, parameters, strict }: ResponsesTool): object {
  const given = Object.entries({ name, description, parameters, strict }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given);
}

/** @throws AppError INVALID_ARGUMENT for one that must be called and isn't offered */
export function toolChoiceOf(choice: ResponsesRequest['tool_choice'], hasTools: boolean): Pick<ChatRequest, 'tool_choice'> {
  if (choice === null || choice === undefined) return {};
  if (typeof choice === 'string') return hasTools ? { tool_choice: choice } : {};
  if ((choice.type === 'function' || choice.type === 'custom') && choice.name)
    return { tool_choice: { type: 'function', function: { name: choice.name } } };
  throw new AppError('INVALID_ARGUMENT', `The request is not valid: tool_choice: no tool of type ${choice.type} can be called here`, {
    details: { faults: [{ field: 'tool_choice', problem: 'names no tool that can be called' }] },
  });
}

export function customCall(input: string): string {
  return JSON.stringify({ input });
}

/** The text that a model wrote for a custom tool; what is no such JSON, because it was cut off, is handed over as it is. */
export function customInput(text: string): string {
  try {
    const { input } = JSON.parse(text) as { input?: unknown };
    return typeof input === 'string' ? input : text;
  } catch {
    return text;
  }
}

export function customNamesOf(tools: readonly ResponsesTool[]): ReadonlySet<string> {
  return new Set(tools.flatMap(({ type, name }) => (type === 'custom' && typeof name === 'string' ? [name] : [])));
}
