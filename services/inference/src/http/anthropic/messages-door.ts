import { StreamReply } from '@docmind/bootstrap';
import type { AnthropicMessages } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { anthropicEnvelope, sseEvent } from '@docmind/openai-wire';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChatService, type GenerationNotes } from '../../chat/chat.service.js';
import { showNotes } from '../reply/notes-header.js';
import { MessageEvents, messageOf } from './messages-reply.policy.js';
import { chatRequestOf } from './messages-request.policy.js';

/** Generations in the form of Anthropic's API, so that its clients work with every backend. */
@Injectable()
export class MessagesDoor {
  constructor(private readonly chat: ChatService) {}

  async answer(asked: AnthropicMessages, context: RequestContext, reply: FastifyReply): Promise<void> {
    const request = chatRequestOf(asked);
    const notes: GenerationNotes = {};
    if (request.stream) return this.stream(request, asked.model, context, reply);
    const whole = await this.chat.complete(request, context, notes);
    showNotes(notes, reply);
    void reply.send(messageOf(whole, asked.model));
  }

  private async stream(
    request: ReturnType<typeof chatRequestOf>,
    model: string,
    context: RequestContext,
    reply: FastifyReply,
  ): Promise<void> {
    const notes: GenerationNotes = {};
    const frames = this.chat.stream(request, context, notes);
    // A failure before the first frame is thrown, so it gets a status of its own; a later one becomes an event.
    let next = await frames.next();
    showNotes(notes, reply);
    const sse = StreamReply.open(reply);
    const events = new MessageEvents(model);
    let last = '';
    try {
      await sse.write(events.opening());
      for (; !next.done; next = await frames.next()) await sse.write(events.of(next.value));
    } catch (thrown) {
      last = sseEvent(anthropicEnvelope(toAppError(thrown)), 'error');
    } finally {
      await frames.return();
      sse.end(last);
    }
  }
}
