import { StreamReply } from '@docmind/bootstrap';
import type { ChatFrame, ChatRequest, OllamaChatReply, OllamaGenerateReply } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChatService, type GenerationNotes } from '../../chat/chat.service.js';
import { showNotes } from '../reply/notes-header.js';
import { ollamaLine, ollamaWhole } from './ollama-api.policy.js';

export interface OllamaQuestion {
  readonly request: ChatRequest;
  readonly kind: 'chat' | 'generate';
  /** As the caller wrote it. */
  readonly model: string;
  /** Ollama streams unless it is told not to. */
  readonly stream: boolean;
  /** Nothing is asked but that the model may go. */
  readonly lettingGo: boolean;
}

/** Generations in the form of Ollama's API, so that its clients work with every backend. */
@Injectable()
export class OllamaDoor {
  constructor(private readonly chat: ChatService) {}

  async answer(question: OllamaQuestion, context: RequestContext, reply: FastifyReply): Promise<void> {
    // What Ollama's clients send to have a model loaded or let go; here an operator's switch does both.
    if (question.request.messages.every(({ content }) => content === '')) return void reply.send(nothingAsked(question));
    const notes: GenerationNotes = {};
    const frames = this.chat.stream(question.request, context, notes);
    try {
      const first = await frames.next();
      showNotes(notes, reply);
      await (question.stream ? send(first, frames, question, reply) : sendWhole(first, frames, question, reply));
    } finally {
      await frames.return();
    }
  }
}

function nothingAsked({ model, kind, lettingGo }: OllamaQuestion): OllamaChatReply | OllamaGenerateReply {
  const done_reason = lettingGo ? ('unload' as const) : ('load' as const);
  const head = { model, created_at: new Date().toISOString(), done: true, done_reason };
  return kind === 'chat' ? { ...head, message: { role: 'assistant', content: '' } } : { ...head, response: '' };
}

type Frames = AsyncGenerator<ChatFrame, void, undefined>;
type First = IteratorResult<ChatFrame, void>;

async function send(first: First, frames: Frames, { model, kind }: OllamaQuestion, reply: FastifyReply): Promise<void> {
  const lines = StreamReply.open(reply, { contentType: 'application/x-ndjson' });
  let last = '';
  try {
    for (let next = first; !next.done; next = await frames.next())
      await lines.write(`${JSON.stringify(ollamaLine(next.value, model, kind))}\n`);
  } catch (thrown) {
    last = `${JSON.stringify({ error: toAppError(thrown).message })}\n`;
  } finally {
    lines.end(last);
  }
}

async function sendWhole(first: First, frames: Frames, { model, kind }: OllamaQuestion, reply: FastifyReply): Promise<void> {
  let text = '';
  let thinking = '';
  for (let next = first; !next.done; next = await frames.next()) {
    if (next.value.type === 'delta') [text, thinking] = [text + next.value.content, thinking + (next.value.thinking ?? '')];
    else void reply.send(ollamaWhole({ text, thinking }, next.value, model, kind));
  }
}
