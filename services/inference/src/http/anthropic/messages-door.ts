import type { AnthropicMessages } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChatService, type GenerationNotes } from '../../chat/chat.service.js';
import { sendEvents } from '../reply/event-reply.js';
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
    if (request.stream) return sendEvents(this.chat.stream(request, context, notes), new MessageEvents(asked.model), notes, reply);
    const whole = await this.chat.complete(request, context, notes);
    showNotes(notes, reply);
    void reply.send(messageOf(whole, asked.model));
  }
}
