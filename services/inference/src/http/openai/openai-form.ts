import { randomUUID } from 'node:crypto';
import { decodeVector, type EmbeddingList } from '@docmind/contracts';
import { ChatChunks, chatCompletion, SSE_DONE, sseEvent } from '@docmind/openai-wire';
import type { AnswerForm, AskedForm } from '../../chat/chat.service.js';
import type { EngineFrame, RawEvents } from '../../generation/llm-engine.port.js';
import type { Embedded } from '../../models/embedding.service.js';

/** What OpenAI's API would have written. */
export const OPENAI_FORM: AnswerForm = {
  completion: ({ id, created, model, ...answer }) => JSON.stringify(chatCompletion({ id, created, model }, answer)),

  /** The role comes with the first frame, so a failure before it still has a status of its own. */
  async *events(frames: AsyncIterable<EngineFrame>, request: AskedForm): AsyncGenerator<RawEvents, void, undefined> {
    const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1_000), model: request.model };
    const chunks = new ChatChunks(head, request.stream_options?.include_usage === true);
    let before = sseEvent(chunks.opening());
    for await (const frame of frames) {
      const bytes = before + eventsOf(frame, chunks);
      before = '';
      if (frame.type === 'done') yield { bytes: bytes + SSE_DONE, usage: frame.usage };
      else yield { bytes };
    }
  },
};

function eventsOf(frame: EngineFrame, chunks: ChatChunks): string {
  if (frame.type === 'delta') return sseEvent(frame.thinking ? chunks.thought(frame.thinking) : chunks.text(frame.content));
  const usage = chunks.usage(frame.usage);
  return sseEvent(chunks.closing(frame.finishReason, frame.toolCalls, frame.firstToken)) + (usage ? sseEvent(usage) : '');
}

const SHOWN_REASONS = new Set(['stop', 'length', 'content_filter']);

/** OpenAI's older form, of text without roles. */
export const TEXT_FORM: AnswerForm = {
  completion: ({ model, created, content, finishReason, usage }) =>
    JSON.stringify({ ...textHead(model, created), choices: [textChoice(content, finishReason)], usage }),

  async *events(frames: AsyncIterable<EngineFrame>, request: AskedForm): AsyncGenerator<RawEvents, void, undefined> {
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
export function openAiEmbeddings({ model, vectors, promptTokens }: Embedded, asBase64: boolean): EmbeddingList {
  const embeddingOf = (vector: string) => (asBase64 ? vector : [...decodeVector(vector)]);
  const data = vectors.map((vector, index) => ({ object: 'embedding' as const, index, embedding: embeddingOf(vector) }));
  return { object: 'list', data, model, usage: { prompt_tokens: promptTokens, total_tokens: promptTokens } };
}
