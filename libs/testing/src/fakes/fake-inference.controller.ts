import 'reflect-metadata';
import {
  type ChatFrame,
  type ChatRequest,
  inferenceChatStream,
  inferenceModelsList,
  inferencePromptCount,
  inferenceTokensCount,
  textOf,
} from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FakeServices, type ReplyOf, type RequestOf } from './fake-services.js';

@Controller()
export class FakeInferenceController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(inferenceChatStream)
  async *chat(request: ChatRequest, context: RequestContext): AsyncIterable<ChatFrame> {
    const { fakes } = this;
    await fakes.check(inferenceChatStream);
    fakes.prompts.push(request);
    const pieces = typeof fakes.answer === 'function' ? fakes.answer(request, context.signal) : fakes.answer;
    const by = { backend: 'fake-backend', model: request.model };
    let tokens = 0;
    for await (const content of pieces) {
      tokens += 1;
      yield { type: 'delta', content, ...(tokens === 1 ? { by } : {}) };
    }
    const usage = { prompt_tokens: 10, completion_tokens: tokens, total_tokens: 10 + tokens };
    const { toolCalls } = fakes;
    const finishReason = toolCalls ? 'tool_calls' : fakes.finishReason;
    yield { type: 'done', id: 'gen-1', ...by, finishReason, toolCalls, usage, timeToFirstTokenMs: 1, totalMs: 2 };
  }

  @Handles(inferenceTokensCount)
  async count({ texts }: RequestOf<typeof inferenceTokensCount>): Promise<{ counts: number[] }> {
    await this.fakes.check(inferenceTokensCount);
    return { counts: texts.map((text) => Math.ceil(text.length / 4)) };
  }

  @Handles(inferencePromptCount)
  async countPrompt({ messages }: RequestOf<typeof inferencePromptCount>): Promise<{ count: number }> {
    await this.fakes.check(inferencePromptCount);
    return { count: messages.reduce((sum, { content }) => sum + Math.ceil(textOf(content).length / 4), 0) };
  }

  @Handles(inferenceModelsList)
  async models(): Promise<ReplyOf<typeof inferenceModelsList>> {
    const { contextLength } = this.fakes;
    return { models: contextLength === undefined ? [] : [{ id: 'fake-model', ownedBy: 'fakes', contextLength }] };
  }
}
