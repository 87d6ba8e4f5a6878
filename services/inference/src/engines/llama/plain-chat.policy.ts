import type { ChatRequest } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { assertOneToken } from '../../generation/plain-text.policy.js';

/** @throws AppError INVALID_ARGUMENT for what the embedded engine would leave undone */
export function assertPlainChat(request: ChatRequest): void {
  if (wantsTools(request)) throw refused('tools', 'The embedded engine calls no tools; leave tools out');
  if (request.think) throw refused('think', 'The embedded engine shows no thoughts; leave think out');
  assertOneToken(request);
}

function wantsTools({ tools, tool_choice }: ChatRequest): boolean {
  return tools !== undefined && tools !== null && tools.length > 0 && tool_choice !== 'none';
}

function refused(field: string, problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `${problem}, or use vLLM, llama-server or Ollama`, { details: { faults: [{ field, problem }] } });
}
