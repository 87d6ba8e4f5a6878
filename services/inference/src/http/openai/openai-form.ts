import { randomUUID } from 'node:crypto';
import { type ChatFrame, type ChatRequest, decodeVector } from '@docmind/contracts';
import type { AnswerForm } from '../../chat/chat.service.js';
import type { RawEvents } from '../../generation/llm-engine.port.js';
import type { Embedded } from '../../models/embedding.service.js';
import { OpenAiChunks, openAiCompletion, SSE_DONE, sseEvent } from './openai-chunks.policy.js';

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

const SHOWN_REASONS = new Set(['stop', 'length', 'content_filter']);

/** OpenAI's older form, of text without roles. */
export const TEXT_FORM: AnswerForm = {
  completion: ({ model, created, content, finishReason, usage }) =>
    JSON.stringify({ ...textHead(model, created), choices: [textChoice(content, finishReason)], usage }),

  async *events(frames: AsyncIterable<ChatFrame>, request: ChatRequest): AsyncGenerator<RawEvents, void, undefined> {
    const head = textHead(request.model, Math.floor(Date.now() / 1_000));
    for await (const frame of frames) {
      if (frame.type === 'delta') yield { bytes: sseEvent({ ...head, choices: [textChoice(frame.content, null)] }) };
      else {
        const last = sseEvent({ ...head, choices: [textChoice('', frame.finishReason)] });
        const usage = request.stream_options?.include_usage ? sseEvent({ ...head, choices: [], usage: frame.usage }) : '';
        yield { bytes: last + usage + SSE_DONE, usage: frame.usage };
      }
    }
  },
};

function textHead(model: string, created: number): object {
  return { id: `cmpl-${randomUUID()}`, object: 'text_completion', created, model };
}

function textChoice(text: string, reason: string | null): object {
  return { index: 0, text, logprobs: null, finish_reason: reason === null || SHOWN_REASONS.has(reason) ? reason : 'stop' };
}

/** Base64 of little-endian floats is OpenAI's other form of a vector. */
export function openAiEmbeddings({ model, vectors, promptTokens }: Embedded, asBase64: boolean): object {
  const data = vectors.map((vector, index) => ({ object: 'embedding', index, embedding: asBase64 ? vector : [...decodeVector(vector)] }));
  return { object: 'list', data, model, usage: { prompt_tokens: promptTokens, total_tokens: promptTokens } };
}
