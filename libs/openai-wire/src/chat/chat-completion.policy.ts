import type { FinishReason, ModelInfo, OpenAiModel, TokenChoices, ToolCall, Usage } from '@docmind/contracts';
import type { AnswerHead } from './chat-chunks.policy.js';
import { type ChoiceLogprobs, logprobsOf } from './logprobs.policy.js';

export interface AnswerBody {
  readonly content: string;
  readonly thinking?: string | undefined;
  readonly finishReason: FinishReason;
  readonly usage?: Usage | object;
  readonly toolCalls?: readonly ToolCall[];
  /** Of an answer of one token. */
  readonly firstToken?: TokenChoices | undefined;
}

export interface ChatCompletion extends AnswerHead {
  readonly object: 'chat.completion';
  readonly choices: readonly {
    index: 0;
    message: {
      role: 'assistant';
      content: string | null;
      reasoning_content?: string;
      refusal: null;
      tool_calls?: readonly ToolCall[];
    };
    logprobs: ChoiceLogprobs | null;
    finish_reason: FinishReason;
  }[];
  readonly usage?: Usage | object;
}

/** One answer as OpenAI's whole completion. */
export function chatCompletion(
  head: AnswerHead,
  { content, thinking, finishReason, usage, toolCalls, firstToken }: AnswerBody,
): ChatCompletion {
  const more = { ...(thinking ? { reasoning_content: thinking } : {}), refusal: null, ...(toolCalls ? { tool_calls: toolCalls } : {}) };
  const message = { role: 'assistant' as const, content: toolCalls && content === '' ? null : content, ...more };
  const choices = [{ index: 0 as const, message, logprobs: logprobsOf(firstToken), finish_reason: finishReason }];
  return { ...head, object: 'chat.completion', choices, ...(usage ? { usage } : {}) };
}

/** An entry of OpenAI's list of models. */
export function openAiModel({ id, ownedBy, contextLength }: ModelInfo, created: number): OpenAiModel {
  return { id, object: 'model', created, owned_by: ownedBy, ...(contextLength ? { max_model_len: contextLength } : {}) };
}
