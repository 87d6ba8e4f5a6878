import { sendEvents } from '@docmind/bootstrap';
import type { ChatRequest } from '@docmind/contracts';
import type { AppError } from '@docmind/errors';
import { type RequestContext, requestFacts } from '@docmind/messaging';
import { openAiEnvelope, sseEvent } from '@docmind/openai-wire';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { RawEvents } from '../../generation/llm-engine.port.js';
import { ChatService, type GenerationNotes } from '../../chat/chat.service.js';
import { OPENAI_FORM } from './openai-form.js';
import { showNotes } from '../reply/notes-header.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Chat completions over HTTP in OpenAI's format; an engine that speaks it already is passed through. */
@Injectable()
export class ChatDoor {
  constructor(
    private readonly chat: ChatService,
    private readonly logger: Logger,
  ) {}

  answer(request: ChatRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    return request.stream ? this.stream(request, context, reply) : this.complete(request, context, reply);
  }

  private async complete(request: ChatRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    const notes: GenerationNotes = {};
    const { body } = await this.chat.completeRaw(request, context, notes, OPENAI_FORM);
    showNotes(notes, reply);
    void reply.header('content-type', JSON_TYPE).send(body);
  }

  private stream(request: ChatRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    const notes: GenerationNotes = {};
    return this.send(this.chat.streamRaw(request, context, notes, OPENAI_FORM), notes, context, reply);
  }

  send(
    frames: AsyncGenerator<RawEvents, void, undefined>,
    notes: GenerationNotes,
    context: RequestContext,
    reply: FastifyReply,
  ): Promise<void> {
    const form = { of: ({ bytes }: RawEvents) => bytes, failing: (error: AppError) => this.broken(error, context) };
    return sendEvents(frames, form, reply, () => showNotes(notes, reply));
  }

  /** The event that tells a client why its stream ends early. */
  private broken(error: AppError, context: RequestContext): string {
    if (error.code === 'CANCELLED') return '';
    this.logger.warn({ msg: 'stream broke off', errorCode: error.code, reason: error.message, ...requestFacts(context) });
    return sseEvent(openAiEnvelope(error));
  }
}
