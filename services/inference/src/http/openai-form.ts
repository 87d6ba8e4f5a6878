import { randomUUID } from 'node:crypto';
import type { ChatFrame, ChatRequest } from '@docmind/contracts';
import type { AnswerForm } from '../chat/chat.service.js';
import type { RawEvents } from '../llm-engine.port.js';
import { OpenAiChunks, openAiCompletion, SSE_DONE } from './openai-chunks.policy.js';

/** What OpenAI's API would have written. */
export const OPENAI_FORM: AnswerForm = {
  completion: (reply) => JSON.stringify(openAiCompletion(reply)),

  /** The role comes with the first frame, so a failure before it still has a status of its own. */
  async *events(frames: AsyncIterable<ChatFrame>, request: ChatRequest): AsyncGenerator<RawEvents, void, undefined> {
    const head = { id: `chatcmpl-${randomUUID()}`, model: request.model, created: Math.floor(Date.now() / 1_000) };
    const chunks = new OpenAiChunks(head, request.stream_options?.include_usage === true);
    let before = chunks.first();
    for await (const frame of frames) {
      const bytes = before + chunks.of(frame);
      before = '';
      if (frame.type === 'done') yield { bytes: bytes + SSE_DONE, usage: frame.usage };
      else yield { bytes };
    }
  },
};
